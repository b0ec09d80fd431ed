// The look of the HTML report: light and dark by the reader's own setting, and on paper.
#pragma once

#include <string_view>

namespace rdpmend {

inline constexpr std::string_view htmlStyle = R"(
:root{color-scheme:light dark;--page:#f4f6f9;--card:#fff;--ink:#1a2230;--soft:#586476;--line:#dce2ea;--accent:#1d5fc4;
--fine:#187544;--fine-bg:#e4f4ea;--found:#8f5200;--found-bg:#fdf0d9;--broken:#b3261e;--broken-bg:#fce8e6;
--unseen:#66717f;--unseen-bg:#eceff3}
@media(prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--ink:#e7ebf1;--soft:#9fabbb;--line:#303946;
--accent:#82b1ff;--fine:#67cf95;--fine-bg:#16301f;--found:#f0b45c;--found-bg:#382a12;--broken:#ff8a80;
--broken-bg:#3d1b19;--unseen:#98a4b3;--unseen-bg:#262e39}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
overflow-wrap:anywhere}
main{max-width:860px;margin:0 auto;padding:28px 20px 48px}
h1{font-size:27px;line-height:1.28;font-weight:650;letter-spacing:-.01em;margin:14px 0 6px}
h2{font-size:18px;font-weight:650;margin:32px 0 10px}
h3{font-size:15px;font-weight:650;margin:0}
p{margin:6px 0}
small,.soft{color:var(--soft);font-size:13px}
.bar{display:flex;gap:12px;align-items:center;justify-content:space-between;flex-wrap:wrap}
.brand{font-weight:650;letter-spacing:.01em}
.brand b{color:var(--accent)}
.acts{font-size:16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 18px;margin:10px 0}
.card.top{border-left:4px solid var(--broken)}
.card.next{border-left:4px solid var(--accent)}
.chip{display:inline-block;border-radius:999px;padding:1px 10px;font-size:12.5px;font-weight:600;white-space:nowrap}
.chip.fine{color:var(--fine);background:var(--fine-bg)}.chip.found{color:var(--found);background:var(--found-bg)}
.chip.broken{color:var(--broken);background:var(--broken-bg)}.chip.unseen{color:var(--unseen);background:var(--unseen-bg)}
.number{font:600 13px ui-monospace,Consolas,monospace;color:var(--soft)}
.likely{height:5px;border-radius:3px;background:var(--line);margin:10px 0;overflow:hidden}
.likely i{display:block;height:100%;background:var(--accent)}
ul{margin:6px 0;padding-left:20px}
li{margin:3px 0}
li.for::marker{content:"+  ";color:var(--fine)}li.against::marker{content:"\2212  ";color:var(--broken)}
.phase{display:flex;gap:12px;align-items:baseline}
.phase .digit{flex:none;width:28px;height:28px;line-height:28px;border-radius:50%;text-align:center;font-weight:650;
background:var(--unseen-bg);color:var(--ink)}
.phase h3{flex:1}
details{margin:6px 0 0 40px}
summary{cursor:pointer;color:var(--soft);font-size:13px}
.finding{margin:10px 0 0 40px}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:5px 10px 5px 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft)}
tr:last-child td{border-bottom:0}
code,td.value{font-family:ui-monospace,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px}
td.key{width:34%;color:var(--soft)}
.note{white-space:pre-wrap;border-left:3px solid var(--accent);padding:4px 0 4px 14px;margin:8px 0}
footer{margin-top:36px;padding-top:14px;border-top:1px solid var(--line)}
.path{display:block;width:100%;max-height:170px;margin:14px 0 2px}
.path *{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.path .disc{fill:var(--card);stroke-width:2.5}
.path .fine{stroke:var(--fine)}.path .found{stroke:var(--found)}.path .broken{stroke:var(--broken)}
.path .unseen{stroke:var(--unseen)}
.path .link{stroke-width:3}.path .link.unseen{stroke-dasharray:1 9}
.path .badge circle{fill:var(--card)}
.path text{stroke:none;fill:var(--ink);text-anchor:middle;font-size:14px;font-weight:600}
.path text.state{fill:var(--soft);font-size:12.5px;font-weight:400}
@media print{:root{color-scheme:light}body{background:#fff;font-size:11pt}main{max-width:none;padding:0}
.card,.phase,tr{break-inside:avoid}details::details-content{content-visibility:visible}}
)";

}    // namespace rdpmend
