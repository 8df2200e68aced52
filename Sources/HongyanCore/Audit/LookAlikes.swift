/// What disguises words: characters that sound or look alike, split characters, letters of other
/// scripts. Curated for what advertising evades; found through these, nothing is more than a guess.
enum LookAlikes {
    /// The first character of each word is what the others are read as.
    static let classes = #"""
        最蕞嶵罪醉嘴朂 微薇徽威葳溦媺维唯惟 信芯伈訫 加咖伽迦 群裙羣 低底彽氐 价介阶 佳嘉 级极急亟
        国囯啯帼 第弟苐递 一壹弌①Ⅰ伊 顶鼎仃 品榀 牌脾簰 赌堵睹 博搏愽 彩埰睬 贷贳代 款窾欵 保葆堡
        本夲 息熄 稳隐 赚撰 赔陪 返反 利俐莉 兼蒹 职织 刷涮 单丹 发伐 票漂嫖飘 免兔 费沸 股骨 基墓
        扣寇 企氽 鹅饿 客恪 服缞 号好 码玛 抖豆 音茵 冠官 军君 首艏 独渎 全荃 网罔 销消 量凉 史使
        根跟 治冶 愈逾 包苞 过锅 枪抢 药钥 证怔 官棺 特持 供拱 权杈 奖桨 币弊 虚嘘
        """#

    /// Two pieces and the character they make.
    static let splits = #"""
        力口加 亻言信 木又权 亻介价 亻氐低 禾刂利 贝者赌 贝曾赠 亻呆保 女且姐 弓虽强 禾口和 氵去法
        亻贝侧 钅戋钱 贝兼赚 车兑税 亻足促 彳攵微 纟及级 糸及级 亻圭佳 米青精 亻壬任 讠正证
        火暴爆 石马码 目少省 氵肖消 钅肖销 木几机 艹约药 殳月股 月殳股 分刂券 示土社
        """#

    /// Letters of other scripts that look like ours, and what they look like.
    static let letters = #"""
        АAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSԚQԜWаaеeоoрpсcхxуyіiјjѕsԛqԝwкkмmтtвb
        ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaοoνvρpτtυuχxκkιi
        """#

    /// Emoji and signs that stand for words.
    static let signs = #"""
        ➕加✚加🈵满💰钱💴钱㊙秘🈚无㊣正🆓免🈲禁🈴合㊗祝🐧企
        """#
}
