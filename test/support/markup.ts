// Names as an attacker would choose them. Whatever of it becomes an element carries `data-payload`; whatever of it runs
// calls `mark`.

/** What stands in front, to get out of the place where a careless program puts a name. */
const escapes = [
  '',
  '">',
  "'>",
  '</title>',
  '-->',
  ']]>',
  '</textarea></script>',
  '" autofocus x="',
] as const;

const markup = [
  '<script data-payload>mark(1)</script>',
  '<img data-payload src=x onerror=mark(1)>',
  '<IMG DATA-PAYLOAD SRC=x ONERROR="mark(1)">',
  '<svg data-payload onload=mark(1)>',
  '<svg><script data-payload>mark(1)</script></svg>',
  '<iframe data-payload src="javascript:parent.mark(1)"></iframe>',
  '<iframe data-payload srcdoc="<script>parent.mark(1)</script>"></iframe>',
  '<a data-payload href="javascript:mark(1)">a</a>',
  '<input data-payload autofocus onfocus=mark(1)>',
  '<details data-payload open ontoggle=mark(1)>',
  '<video data-payload><source onerror=mark(1)></video>',
  '<body data-payload onload=mark(1)>',
  '<marquee data-payload onstart=mark(1)>',
  '<object data-payload data="data:text/html,x"></object>',
  '<embed data-payload src="data:text/html,x">',
  '<base data-payload href="https://evil.example/">',
  '<meta data-payload http-equiv=refresh content="0;url=https://evil.example/">',
  '<link data-payload rel=stylesheet href="https://evil.example/a.css">',
  '<style data-payload>*{display:none}</style>',
  '<math><mtext data-payload><img src=x onerror=mark(1)></mtext></math>',
] as const;

const others = [
  // Addresses and templates.
  'javascript:mark(1)',
  'JaVaScRiPt:mark(1)//',
  'data:text/html,<script data-payload>mark(1)</script>',
  'https://evil.example/?a=1&b=2#c',
  '//evil.example',
  'file:///etc/passwd',
  '{{constructor.constructor("mark(1)")()}}',
  '${mark(1)}',
  '{@html "<img data-payload src=x onerror=mark(1)>"}',
  '<%= mark(1) %>',
  '#{mark(1)}',
  '[[${mark(1)}]]',
  '__proto__',
  'constructor',
  'toString',
  // Encoded once more.
  '&lt;script data-payload&gt;mark(1)&lt;/script&gt;',
  '&#60;img data-payload src=x onerror=mark(1)&#62;',
  '&amp;&quot;&apos;&nbsp;',
  '%3Cscript%3Emark(1)%3C/script%3E',
  '\\u003cscript\\u003emark(1)\\u003c/script\\u003e',
  '<scr<script data-payload>ipt>mark(1)</scr</script>ipt>',
  '＜script＞mark(1)＜/script＞',
  // Out of a style.
  'red;background:url(https://evil.example/a.png)',
  '}*{display:none}',
  'expression(mark(1))',
  '"] , * { color: red } [x="',
  // What cannot be seen, or turns the text around.
  'safe\u202Egnp.exe',
  'a\u2066b\u2069c\u200Fd',
  'pass\u200Bword',
  '\uFEFFadmin',
  'ad\u00ADmin',
  'tag\u{E0041}\u{E0042}',
  'line\u2028break\u2029here',
  // Controls of a terminal and of old programs.
  'bell\u0007\u001B[31mred\u001B[0m',
  'null\u0000byte',
  'tab\tand\r\nbreak',
  // Very long, and many marks above one letter.
  '<b data-payload>'.repeat(16),
  'W'.repeat(250),
  `Z${'\u0301'.repeat(60)}`,
  '🙂'.repeat(60),
] as const;

/** 200 of them. */
export const payloads: readonly string[] = [
  ...escapes.flatMap((escape) => markup.map((each) => escape + each)),
  ...others,
];
