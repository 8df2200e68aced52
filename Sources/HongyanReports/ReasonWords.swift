public import HongyanCore

/// What a reason code means, for people.
public enum ReasonWords {
    /// A short phrase without full stop; an unknown code stands for itself.
    public static func words(_ code: String, _ language: Language) -> String {
        if code.hasPrefix("cap.") {
            let name = code.dropFirst(4)
            return language == .zh ? "已达频次上限「\(name)」" : "frequency cap ‘\(name)’ is full"
        }
        guard let pair = table.first(where: { $0.code == code }) else { return code }
        return language == .zh ? pair.zh : pair.en
    }

    /// In the order of the gates.
    private static let table: [(code: String, zh: String, en: String)] = [
        ("stop", "人工停发中", "stopped by a person"),
        ("trigger.cancelled", "客户已自行完成，不再提醒", "the customer acted in the meantime"),
        ("trigger.unmatched", "触发条件已不成立", "the trigger no longer holds"),
        ("trigger.restarted", "客户又有新动作，重新计时", "the customer came back: the timer runs anew"),
        ("trigger.audience", "已不在人群内", "no longer in the audience"),
        ("trigger.stale", "外部数据已过时", "the outside data is stale"),
        ("route.none", "没有可用的通道", "no channel can take it"),
        ("number.missing", "没有手机号", "no phone number"),
        ("number.class", "号码类型不可发送", "not a number that people read"),
        ("number.dead", "空号或停机", "the number is dead"),
        ("number.shared", "号码与另一客户共用", "the number is shared with another customer"),
        ("number.changed", "号码已变更", "the number changed"),
        ("optout", "客户已退订", "the customer opted out"),
        ("optout.pending", "客户的回复可能是退订，等待人工判断", "a reply may be a refusal; a person must read it"),
        ("consent.missing", "没有营销同意", "no consent"),
        ("consent.expired", "同意已过期", "the consent has expired"),
        ("consent.withdrawn", "同意已撤回", "the consent was withdrawn"),
        ("consent.unproven", "同意缺少凭据", "the consent has no proof"),
        ("consent.guardian", "未成年人的同意缺少监护人同意", "a child’s consent without a guardian’s"),
        ("consent.refused", "已拒绝过，不再征求同意", "refused before: not asked again"),
        ("consent.silent", "征求过同意而未答复，视为拒绝", "did not answer the request: not asked again"),
        ("consent.asked", "已征求同意，等待答复", "asked already, the answer is awaited"),
        ("template.draft", "模板尚未送审", "the template was not submitted for approval"),
        ("template.review", "模板等待审批", "the template waits for approval"),
        ("template.rejected", "模板被驳回", "the template was rejected"),
        ("template.suspended", "模板已暂停", "the template is suspended"),
        ("template.filing", "模板报备未生效", "the template’s filing is not in effect"),
        ("template.refused", "模板报备未通过", "the carrier refused the template"),
        ("template.changed", "模板已改写", "the template was changed"),
        ("signature.missing", "缺少签名", "no signature"),
        ("text.variable", "模板变量缺值", "a template variable has no value"),
        ("text.length", "模板变量过长", "a template variable is too long"),
        ("content.block", "内容审核不通过", "the content audit blocks the text"),
        ("content.review", "内容待人工复核", "the content waits for a review"),
        ("optout-words.missing", "缺少退订说明", "no opt-out words"),
        ("parts", "短信条数过多", "too many parts"),
        ("holdout.global", "全局对照组", "global control group"),
        ("holdout", "规则对照组", "control group of the rule"),
        ("rollout", "不在灰度范围内", "outside the gray release"),
        ("once", "此规则不重复发送", "the rule reached them before"),
        ("late", "错过了时机", "too late to be of use"),
        ("closed", "等不到开放时段", "the window opens after the deadline"),
        ("window", "等待开放时段", "waits for the window"),
        (
            "calendar.missing", "当年放假通知未知，无法判断工作日",
            "no notice of that year’s working days"
        ),
        ("blackout", "静默日", "blackout day"),
        ("limit", "达到规则限量，等待人工确认", "the rule’s fuse blew; a person must resume it"),
        ("pace", "按节奏分日发送", "paced over several days"),
        ("budget", "规则预算已用完", "the rule’s budget is spent"),
        ("budget.global", "总预算已用完", "the workspace’s budget is spent"),
        ("missed", "停机期间错过", "missed while down"),
        ("rule.removed", "规则已移除", "the rule was removed"),
        ("backlog", "规则生效前的存量", "fell due before the rule was active"),
    ]

    /// Every code that has words of its own.
    public static var codes: [String] { table.map(\.code) }
}
