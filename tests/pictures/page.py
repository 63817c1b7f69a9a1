"""One page a platform: the channel on the left, one thread on the right."""

from collections.abc import Sequence

STYLE = {
    "slack": """
body { background: #fff; color: #1d1c1d } a { color: #1264a3 } .bar { background: #f4f4f4; color: #616061 }
.name .tag { background: #e8e8e8; color: #616061 } .small, .at { color: #616061 }
.answers { color: #1264a3; font-weight: 700; font-size: 13px; margin-top: 4px } .face { border-radius: 8px }
""",
    "discord": """
body { background: #313338; color: #dbdee1 } a { color: #00a8fc } .bar { background: #2b2d31; color: #b5bac1 }
.name { color: #f2f3f5 } .name .tag { background: #5865f2; color: #fff } .small, .at { color: #a5abb3 }
.embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; margin-top: 6px;
  padding: 10px 14px }
.title { font-weight: 600; margin-bottom: 4px } .face { border-radius: 50% }
.answers { background: #2b2d31; border-radius: 4px; font-size: 13px; padding: 7px 12px; margin-top: 6px }
""",
}
COMMON = """
* { box-sizing: border-box } body { margin: 0; font: 15px/1.46 'Noto Sans CJK KR', sans-serif; width: 1000px }
a { text-decoration: none } .columns { display: flex } .column { width: 500px; padding-bottom: 12px }
.bar { padding: 10px 16px; font-size: 13px } .message { display: flex; padding: 10px 16px; gap: 10px }
.face { width: 36px; height: 36px; background: #3b6ea5; color: #fff; font-weight: 700; flex: none;
  display: grid; place-items: center } .text { min-width: 0; flex: 1; word-break: keep-all;
  white-space: pre-line; overflow-wrap: anywhere } .name { font-weight: 700; white-space: normal }
.at { font-size: 12px; font-weight: 400 }
.tag { font-size: 10px; padding: 1px 4px; border-radius: 3px; vertical-align: 2px } .small { font-size: 12px;
  margin-top: 3px } ol, ul { margin: 2px 0; padding-left: 26px } li { padding-left: 2px }
blockquote, .quote { margin: 3px 0; padding-left: 12px; border-left: 4px solid #8886 }
.item { padding-left: 22px; position: relative } .item::before { content: attr(data-mark); position: absolute;
  left: 2px } .gap { height: .7em } .small span + span { margin-left: 6px }
"""


def page(platform: str, channel: Sequence[str], thread: Sequence[str], topic: str) -> str:
    """HTML; `channel` and `thread`: messages as HTML, oldest first."""
    left = f'<div class="column"><div class="bar"># ai-논문</div>{"".join(map(_message, channel))}</div>'
    right = f'<div class="column"><div class="bar">{topic}</div>{"".join(map(_message, thread))}</div>'
    style = COMMON + STYLE[platform]
    head = f"<meta charset=utf-8><title>{platform}</title><style>{style}</style>"
    body = f'<div class="columns">{left}{right}</div>'
    return f'<!doctype html><html lang="ko"><head>{head}</head><body>{body}</body>'


def _message(content: str) -> str:
    name = '<div class="name">논문 <span class="tag">앱</span> <span class="at">오전 8:15</span></div>'
    return f'<div class="message"><div class="face">논</div><div class="text">{name}{content}</div></div>'
