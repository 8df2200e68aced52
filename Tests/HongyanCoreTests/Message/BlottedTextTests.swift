import HongyanCore
import Testing

/// What is shown of a message to people who are not to know the customer.
@Suite("blotted texts")
struct BlottedTextTests {
    private func variable(_ name: String, _ type: ValueType) -> Template.Run {
        .variable(
            Template.Variable(
                name: name, source: .tag(TagName(name), type), fallback: "顾客", maxLength: 20))
    }

    private func template(_ runs: [Template.Run]) -> Template {
        Template(id: "t", purpose: .marketing, runs: runs, version: Digest(hashing: ["t"]))
    }

    @Test("of a name the first character stays; numbers, signature and opt-out words stay whole")
    func name() {
        let cart = template([
            variable("name", .text), .fixed("您好，购物车里还有"), variable("items", .number(scale: 0)),
            .fixed("件商品。"),
        ])
        #expect(
            cart.blotted("【云杉商城】欧阳璐您好，购物车里还有12件商品。拒收请回复R")
                == "【云杉商城】欧**您好，购物车里还有12件商品。拒收请回复R")
    }

    @Test("a code at the end is blotted out through the end")
    func code() {
        let code = template([.fixed("取件码"), variable("code", .text)])
        #expect(code.blotted("【云杉商城】取件码A8391") == "【云杉商城】取件码A****")
    }

    @Test("two variables side by side are blotted out as one")
    func adjacent() {
        let both = template([
            variable("name", .text), variable("city", .text), .fixed("，周末好"),
        ])
        #expect(both.blotted("王芳上海，周末好") == "王***，周末好")
    }

    @Test("an empty value leaves the text as it is")
    func empty() {
        let hello = template([.fixed("您好"), variable("name", .text), .fixed("，周末好")])
        #expect(hello.blotted("您好，周末好") == "您好，周末好")
    }

    @Test("a text of another template is not of this one")
    func other() {
        #expect(template([.fixed("周末好")]).blotted("【云杉商城】下周见") == nil)
    }
}
