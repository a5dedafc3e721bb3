"""Paths: where RFC 9535 selects, and what is no path."""

import json

DOCUMENT = {
    "a": {"b": [1, 2, 3, {"c": "x", "d": None}], "e": "y"},
    "list": [{"k": 1, "n": "p"}, {"k": 2, "n": "q"}, {"k": 3}],
    "\u00e9": "z",
    "a b": True,
    "'": 5,
}

SELECTED = {
    "$": [[]],
    "$.a": [["a"]],
    "$['a']": [["a"]],
    '$["a"]': [["a"]],
    "$.a.e": [["a", "e"]],
    "$.\u00e9": [["\u00e9"]],
    "$['\\u00e9']": [["\u00e9"]],
    "$['a b']": [["a b"]],
    "$['\\'']": [["'"]],
    "$[\"'\"]": [["'"]],
    "$.a.b[0]": [["a", "b", 0]],
    "$.a.b[3].c": [["a", "b", 3, "c"]],
    "$.a.b[-1]": [["a", "b", 3]],
    "$.a.b[-4]": [["a", "b", 0]],
    "$.a.b[-5]": [],
    "$.a.b[4]": [],
    "$.a[0]": [],
    "$.a.b.x": [],
    "$.nothing": [],
    "$.a.b[0:2]": [["a", "b", 0], ["a", "b", 1]],
    "$.a.b[:2]": [["a", "b", 0], ["a", "b", 1]],
    "$.a.b[2:]": [["a", "b", 2], ["a", "b", 3]],
    "$.a.b[-2:]": [["a", "b", 2], ["a", "b", 3]],
    "$.a.b[:]": [["a", "b", i] for i in range(4)],
    "$.a.b[::2]": [["a", "b", 0], ["a", "b", 2]],
    "$.a.b[::-2]": [["a", "b", 3], ["a", "b", 1]],
    "$.a.b[3:0:-1]": [["a", "b", 3], ["a", "b", 2], ["a", "b", 1]],
    "$.a.b[2:1]": [],
    "$.a.b[::0]": [],
    "$.a.b[0,2]": [["a", "b", 0], ["a", "b", 2]],
    "$.a.b[0,0]": [["a", "b", 0]],
    "$['a b','\u00e9']": [["a b"], ["\u00e9"]],
    "$.list[*].n": [["list", 0, "n"], ["list", 1, "n"]],
    "$.list[*]": [["list", i] for i in range(3)],
    "$.a.*": [["a", "b"], ["a", "e"]],
    "$[*]": [["a"], ["list"], ["\u00e9"], ["a b"], ["'"]],
    "$..n": [["list", 0, "n"], ["list", 1, "n"]],
    "$..['c','d']": [["a", "b", 3, "c"], ["a", "b", 3, "d"]],
    "$..[0]": [["a", "b", 0], ["list", 0]],
    "$.list..k": [["list", i, "k"] for i in range(3)],
    "$..b[-1].c": [["a", "b", 3, "c"]],
    "$.list[?@.n]": [["list", 0], ["list", 1]],
    "$.list[?!@.n]": [["list", 2]],
    "$.list[?@.k>1].k": [["list", 1, "k"], ["list", 2, "k"]],
    "$.list[?@.k==1||@.n=='q'].n": [["list", 0, "n"], ["list", 1, "n"]],
    "$.list[?@.k>=2&&!(@.n=='q')].k": [["list", 2, "k"]],
    "$.list[?@.n!='p'].k": [["list", 1, "k"], ["list", 2, "k"]],
    "$.list[?@['k']<=1].n": [["list", 0, "n"]],
    "$.list[?length(@.n)==1].n": [["list", 0, "n"], ["list", 1, "n"]],
    "$.list[?count(@.*)==1]": [["list", 2]],
    "$.list[?match(@.n,'[p-q]')].n": [["list", 0, "n"], ["list", 1, "n"]],
    "$.list[?search(@.n,'q')].n": [["list", 1, "n"]],
    "$.list[?value(@..k)==3]": [["list", 2]],
    "$.list[?$.a.e=='y'].n": [["list", 0, "n"], ["list", 1, "n"]],
    "$.list[?$.a.e=='n'].n": [],
    "$.a.b[?@==2]": [["a", "b", 1]],
    "$.a.b[?@.d==null]": [["a", "b", 3]],
    "$.a.b[?@>2]": [["a", "b", 2]],
    "$.list[?@.k==1.0].n": [["list", 0, "n"]],
    "$[?@=='z']": [["\u00e9"]],
    "$[?@==true]": [["a b"]],
    "$ .a": [["a"]],
    "$[ 'a' ]": [["a"]],
}

REFUSED = [
    "", " ", "a", ".a", "@.a", "$.", "$..", "$a", "$.a.", "$..a.", "$.a..", "$.a b", "$.1a", "$.-a", "$['a", "$['a]", "$[a]",
    "$[]", "$[,]", "$[0,]", "$[01]", "$[-0]", "$[1.0]", "$[1e2]", "$[0:1:2:3]", "$[9007199254740992]", "$['\\x']",
    "$['\\ud800']", "$.a[?]", "$[?@.a==]", "$[?==1]", "$[?@.a=1]", "$[?@.a===1]", "$[?(@.a]", "$[?@.a &&]", "$[?@.a and @.b]",
    "$[?length(@.a)]", "$[?length(@.*)==1]", "$[?count(1)==1]", "$[?count(@.a,@.b)==1]", "$[?match(@.a)]",
    "$[?match(@.a,'x')==true]", "$[?value(@.a)]", "$[?nothing(@.a)]", "$[?@.a==@.*]", "$[?@..a==1]", "$[?1]", "$[?'a']",
    "$[?true]", "$[?@.a==[1]]", "$[?@.a=='a\nb']", "$ ", " $", "$[?@.a<<1]", "$[?!@.a==1]", "$.a$", "$[*", "$..[", "$.a ", "$..a\t", "$.list x[0]", "$[?@.a b]", "$.\u00e9 x",
]  # fmt: skip


def make():
    policies = {path: policy(path) for path in SELECTED}
    return {"policies": policies, "cases": [*selected(), *refused()]}


def policy(path):
    return json.dumps({"version": 1, "rules": [{"path": path, "show": "redact"}]})


def selected():
    text = json.dumps(DOCUMENT, ensure_ascii=False)
    for number, (path, places) in enumerate(SELECTED.items()):
        expected = json.dumps(redacted(places), ensure_ascii=False)
        yield {"id": f"selected/{number}", "operation": "mask", "policy": path, "input": text, "expect": {"output": expected}}


def redacted(places):
    """The document with these places redacted, the root among them."""
    document = json.loads(json.dumps(DOCUMENT))
    for *above, last in filter(None, places):
        node = document
        for step in above:
            node = node[step]
        node[last] = "[REDACTED]"
    return "[REDACTED]" if [] in places else document


def refused():
    for number, path in enumerate(REFUSED):
        yield {"id": f"refused/{number}", "operation": "check", "input": policy(path), "expect": {"error": "invalid_path"}}
