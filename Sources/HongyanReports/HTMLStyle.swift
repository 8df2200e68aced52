/// The report's style sheet.
enum HTMLStyle {
    static let sheet = """
        :root{color-scheme:light dark;--paper:#faf8f4;--card:#fffefb;--ink:#23282b;--soft:#5d666a;\
        --faint:#687074;--line:#e4dfd5;--accent:#2d6a6f;--s0:#2d6a6f;--s1:#d08c4a;--s2:#7d9a5b;\
        --s3:#8a6a9c;--s4:#b9596a;--s5:#5b86b0;--s6:#c9b458;--s7:#6f7f88;--s8:#b8b2a6;\
        --bubble:#e8efe9;--bubbleink:#1f2a26;--void:#f0ece4}
        @media (prefers-color-scheme:dark){:root{--paper:#171a1c;--card:#1e2224;--ink:#e6e3dc;\
        --soft:#a5adb0;--faint:#8d969a;--line:#31373a;--accent:#7fc1c3;--s0:#5fa8ab;--s1:#dca36a;\
        --s2:#9bb97a;--s3:#ab8dbd;--s4:#d27c8b;--s5:#7fa8d0;--s6:#d8c678;--s7:#93a3ab;\
        --s8:#6b675f;\
        --bubble:#2a3733;--bubbleink:#e3ebe6;--void:#24292b}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.65 "PingFang SC",\
        "Source Han Sans SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",system-ui,\
        sans-serif;\
        font-feature-settings:"tnum"}
        main{max-width:1040px;margin:0 auto;padding:56px 40px 72px}
        h1,h2,h3,.lead,.figure b{font-family:"Source Han Serif SC","Noto Serif CJK SC",\
        "Noto Serif SC",\
        "Songti SC",Georgia,serif;font-weight:600}
        h1{font-size:34px;line-height:1.25;margin:0;letter-spacing:.01em}
        h2{font-size:22px;line-height:1.35;margin:64px 0 4px;padding-top:20px;\
        border-top:1px solid var(--line)}
        h3{font-size:18px;line-height:1.4;margin:0}
        h3.part{font-size:13px;font-family:inherit;color:var(--soft);margin:22px 0 2px}
        p{margin:0 0 12px}
        .period{color:var(--soft);margin:6px 0 0}
        .lead{font-size:21px;line-height:1.6;font-weight:400;margin:28px 0 32px;max-width:46em}
        .lead strong{font-weight:600;color:var(--accent)}
        .note{color:var(--soft);font-size:14px;margin:0 0 18px;max-width:46em}
        header{position:relative}
        .geese{position:absolute;right:0;top:4px;width:150px;height:60px;fill:none;\
        stroke:var(--faint);\
        stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
        .figures{display:grid;grid-template-columns:repeat(4,1fr);\
        border-top:1px solid var(--line);\
        border-bottom:1px solid var(--line);margin:0;padding:0;list-style:none}
        .figure{padding:18px 16px 16px 0}
        .figure+.figure{padding-left:20px;border-left:1px solid var(--line)}
        .figure span{display:block;font-size:13px;color:var(--soft)}
        .figure b{display:block;font-size:30px;line-height:1.3}
        .figure div b{display:inline}
        .figure small{color:var(--faint);font-size:13px}
        svg{display:block;width:100%;height:auto}
        svg text{font-size:12px;fill:var(--soft);font-family:inherit}
        .narrow{display:none}
        .axis{stroke:var(--faint)}.grid{stroke:var(--line)}
        .s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}\
        .s4{fill:var(--s4)}\
        .s5{fill:var(--s5)}.s6{fill:var(--s6)}.s7{fill:var(--s7)}.s8{fill:var(--s8)}
        .h{fill:var(--accent)}.h0{fill:var(--void)}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;padding:0;\
        margin:10px 0 0;\
        font-size:14px;color:var(--soft)}
        .legend svg{display:inline-block;width:11px;height:11px;margin-right:7px}
        .rule{padding:26px 0 10px;border-bottom:1px solid var(--line)}
        .rule:last-child{border-bottom:0}
        .rulehead{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px}
        .rulehead code,.code{color:var(--faint);font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,\
        Consolas,"Noto Sans Mono CJK SC",monospace;overflow-wrap:anywhere}
        .tag{font-size:12px;color:var(--soft);border:1px solid var(--line);border-radius:3px;\
        padding:0 6px}
        .sum{margin:4px 0 0;color:var(--soft)}.sum b{color:var(--ink);font-weight:600}
        .columns{display:grid;align-items:start;grid-template-columns:1.35fr 1fr;gap:0 48px}
        .pair{display:grid;align-items:start;grid-template-columns:1fr 1fr;gap:0 48px}
        table{width:100%;border-collapse:collapse;font-size:14.5px}
        caption{text-align:left;font-size:13px;font-weight:600;color:var(--soft);\
        padding:16px 0 4px}
        th,td{padding:6px 0 6px 14px;text-align:right;font-weight:400;vertical-align:top;\
        border-bottom:1px solid var(--line)}
        th:first-child,td:first-child{text-align:left;padding-left:0}
        thead th{font-size:12.5px;color:var(--faint);white-space:nowrap}
        td{white-space:nowrap}
        table.words thead th{text-align:left}
        td.words{white-space:pre-wrap;text-align:left;overflow-wrap:anywhere}
        tbody tr:last-child th,tbody tr:last-child td{border-bottom:0}
        tr.result th,tr.result td{font-weight:600;color:var(--accent)}
        tfoot th,tfoot td{font-weight:600;border-top:1px solid var(--faint);border-bottom:0}
        .meter{display:block;height:3px;margin-top:3px;background:var(--void);border-radius:2px}
        .meter i{display:block;height:3px;background:var(--faint);border-radius:2px}
        tr.result .meter i{background:var(--accent)}
        sup.mark{font-size:.62em;line-height:0;margin-left:2px;font-weight:400;\
        vertical-align:super;font-family:system-ui,sans-serif;letter-spacing:0}
        sup.mark a{color:var(--soft);text-decoration:none;padding:0 1px;font-family:inherit}
        sup.mark a:hover{text-decoration:underline}
        h2 sup.mark{font-size:13px}h3 sup.mark{font-size:12px}
        b.letter{display:inline-block;width:1.3em;color:var(--accent)}
        dd small{display:block;color:var(--soft);font-size:13px}
        dt:target,dt:target+dd{background:var(--void)}
        .strip{display:flex;height:9px;gap:2px;margin:10px 0 6px}
        .strip i{display:block;min-width:2px;border-radius:2px;background:var(--void)}
        .strip .p0{background:var(--accent)}.strip .p1{background:var(--s4)}\
        .strip .p2{background:var(--s6)}
        .keys i{display:inline-block;width:11px;height:9px;border-radius:2px;margin-right:7px;\
        background:var(--void)}
        .keys .p0{background:var(--accent)}.keys .p1{background:var(--s4)}\
        .keys .p2{background:var(--s6)}
        caption sup.mark{font-size:11px}
        details{margin:2px 0 6px}
        summary{cursor:pointer;font-size:14px;color:var(--accent);padding:4px 0}
        summary span{color:var(--soft);margin-left:10px}
        .shade{fill:var(--ink);fill-opacity:.09}
        .budget-line{stroke:var(--s4);stroke-width:1.4;stroke-dasharray:5 4}
        .quiet{color:var(--faint)}
        .scroll{overflow-x:auto}
        .scroll th:first-child{min-width:8.5em;position:sticky;left:0;background:var(--paper)}
        .sum-line{fill:none;stroke:var(--accent);stroke-width:1.8}
        .samples{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));\
        gap:30px 36px;\
        margin-top:16px}
        .sample{margin:0;break-inside:avoid}
        .sample figcaption{font-size:13px;color:var(--soft);margin-bottom:8px}
        .sample .to{text-align:center;font-size:12px;color:var(--faint);margin:0 0 6px}
        .phone{border:1px solid var(--line);border-radius:26px;background:var(--card);\
        padding:12px 14px 20px;max-width:332px;box-shadow:0 1px 0 var(--line)}
        .phone .bar{display:flex;justify-content:space-between;font-size:12.5px;\
        color:var(--soft);border-bottom:1px solid var(--line);padding:2px 6px 8px;margin:0 0 10px}
        .bubble{background:var(--bubble);color:var(--bubbleink);border-radius:4px 18px 18px 18px;\
        padding:10px 14px;font-size:16px;line-height:1.5;white-space:pre-wrap;\
        overflow-wrap:anywhere;margin:0;width:fit-content;max-width:19.2em}
        .bubble b{font-weight:600}
        .bubble .cut{display:block;border-top:1px dashed var(--faint);margin:5px 0 4px}
        .sample .parts{font-size:12px;color:var(--faint);margin:5px 4px 0}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:6px 28px;margin:12px 0 0;\
        font-size:14.5px}
        dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        footer{margin-top:56px;padding-top:16px;border-top:1px solid var(--line);font-size:13px;\
        color:var(--faint)}
        @media (max-width:720px){main{padding:32px 18px 48px}h1{font-size:27px}\
        .lead{font-size:18px;margin:20px 0 24px}.geese{width:80px;height:32px;top:-28px}\
        .figures{grid-template-columns:1fr 1fr}.figure{padding:14px 8px 12px 0}\
        .figure+.figure{padding-left:0;border-left:0}.figure:nth-child(even){padding-left:16px;\
        border-left:1px solid var(--line)}.figure:nth-child(n+3){border-top:1px solid var(--line)}\
        .figure b{font-size:25px}.columns,.pair{grid-template-columns:1fr}.wide{display:none}\
        .narrow{display:block}h2{margin-top:44px}dl{grid-template-columns:1fr;gap:0}\
        dd{margin-bottom:8px}\
        .samples{grid-template-columns:1fr}.phone{max-width:none}.extra{display:none}\
        summary span{display:block;\
        margin:0}th,td{padding-left:10px}}
        @media print{:root{--paper:#fff;--card:#fff}body{font-size:10.5pt}main{max-width:none;\
        padding:0}\
        h2{margin-top:28px}.rule,.chart,tr,.sample{break-inside:avoid}\
        details::details-content{content-visibility:visible;height:auto}\
        summary{color:var(--ink)}h2,h3,caption{break-after:avoid}\
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
        """
}
