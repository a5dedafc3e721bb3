"""Sentences for values to stand in, and what the corpus says of one."""

from credentials import SECRETS

EACH = 80
MARK = "\u00a6"

PLAIN = """
Please note {} for the file.
The customer wrote: {}
I think it was {}, or so they said.
value={};
"field": "{}",
<td>{}</td>
[INFO] handled {} in 12 ms
name,{},42
('{}')
key: {}
> {}
Bitte {} bis Freitag eintragen.
Merci de vérifier {} avant demain.
Por favor, revise {} mañana.
Controlla {} prima di domani.
Verifique {} até amanhã, obrigado.
Controleer {} voor morgen.
Sprawdź {} do jutra.
Проверьте {} до завтра.
请核对{}谢谢
{} を確認してください
يرجى التحقق من {} غدا
- {}
{}
""".strip("\n").split("\n")

BESIDE = ["{word}: {x}", "{word} {x}", "my {word} is {x}.", "{word}={x}", "\"{word}\": \"{x}\"", "({word} {x})",
          "{x} is the {word}", "Please update {word} to {x} today.", "{word} no. {x};", "<{word}>{x}</{word}>"]


def line(text, hits):
    """`text` with the values of `hits` at the braces; offsets in bytes without the marks."""
    before, after = text
    name, value = hits
    start = len(before.encode())
    marked = value[:2] + MARK + value[2:] if name in SECRETS or name in ("authorization", "url_credentials") else value
    return {"text": before + marked + after, "hits": [[name, start, start + len(value.encode())]]}
