"""Policies: the closed lists of words, what must fit together, and views."""

import json

GOOD = {
    "least": "version: 1\n",
    "json": '{"version":1,"rules":[{"path":"$.a","show":"redact"}]}',
    "full": """
version: 1
id: orders
context: { tenant: "$.tenant_id", table: { value: orders } }
defaults: { layout: record, container: replace, duplicate_names: all }
classes:
  contact: { kind: email, store: { encrypt: pii }, show: email }
  cvv: { kind: secret, store: remove, show: { redact: "[SECRET]" } }
rules:
  - { path: "$.customer.email", class: contact, required: true }
  - { names: [cvv, cvc, "*_pin", "/^api[-_]?key$/"], class: cvv }
views:
  support: { open: true }
  fraud: { extends: support, contact: reveal }
  partner: { unmatched: redact }
""",
    "presets": "version: 1\nextends: [owasp-logging]\n",
    "moved": "version: 1\nmoved:\n  - { from: $.payment, to: $.billing }\nrules:\n  - { path: $.billing.x, store: { encrypt: pii } }\n",
    "decode": "version: 1\nrules:\n  - { path: $.a, decode: json, rules: [ { path: $.b, show: redact } ] }\n",
}

RULE = "version: 1\nrules:\n  - "
BAD = {
    "empty": "",
    "not-a-mapping": "- 1\n",
    "a-word": "policy\n",
    "no-version": "rules: []\n",
    "version-2": "version: 2\n",
    "version-text": 'version: "1"\n',
    "version-twice": "version: 1\nversion: 1\n",
    "bad-yaml": "version: 1\nrules: [\n",
    "tab": "version: 1\nrules:\n\t- { path: $.a }\n",
    "two-documents": "version: 1\n---\nversion: 1\n",
    "alias": "version: 1\nclasses: { a: &a { show: redact }, b: *a }\n",
    "unknown-top": "version: 1\nrulez: []\n",
    "rules-no-list": "version: 1\nrules: {}\n",
    "rule-no-mapping": "version: 1\nrules: [redact]\n",
    "classes-a-list": "version: 1\nclasses: []\n",
    "unknown-class-member": "version: 1\nclasses: { a: { shwo: redact } }\n",
    "unknown-kind": "version: 1\nclasses: { a: { kind: emial } }\n",
    "unknown-rule-member": RULE + "{ path: $.a, shows: redact }\n",
    "rule-without-selector": RULE + "{ show: redact }\n",
    "rule-with-both-selectors": RULE + "{ path: $.a, names: [a], show: redact }\n",
    "class-that-is-not": RULE + "{ path: $.a, class: contact }\n",
    "class-and-show": "version: 1\nclasses: { a: { show: redact } }\nrules: [ { path: $.a, class: a, show: keep } ]\n",
    "names-empty": RULE + "{ names: [], show: redact }\n",
    "names-a-bad-expression": RULE + "{ names: ['/(/'], show: redact }\n",
    "unknown-type": RULE + "{ path: $.a, types: [text], show: redact }\n",
    "required-no-boolean": RULE + "{ path: $.a, required: maybe, show: redact }\n",
    "unknown-container": RULE + "{ path: $.a, container: keep, show: redact }\n",
    "unknown-layout": "version: 1\ndefaults: { layout: rows }\n",
    "unknown-default": "version: 1\ndefaults: { lay_out: record }\n",
    "unknown-duplicate-names": "version: 1\ndefaults: { duplicate_names: first }\n",
    "depth-too-large": "version: 1\ndefaults: { limits: { depth: 100000 } }\n",
    "unknown-preset": "version: 1\nextends: [nothing]\n",
    "unknown-decode": RULE + "{ path: $.a, decode: xml, rules: [] }\n",
    "rules-without-decode": RULE + "{ path: $.a, rules: [ { path: $.b, show: redact } ] }\n",
    "view-of-no-class": "version: 1\nviews: { support: { contact: redact } }\n",
    "view-extends-nothing": "version: 1\nviews: { support: { extends: nobody } }\n",
    "view-extends-itself": "version: 1\nviews: { a: { extends: a } }\n",
    "views-in-a-ring": "version: 1\nviews: { a: { extends: b }, b: { extends: a } }\n",
    "class-called-open": "version: 1\nclasses: { open: { show: redact } }\n",
    "class-called-extends": "version: 1\nclasses: { extends: { show: redact } }\n",
    "class-called-unmatched": "version: 1\nclasses: { unmatched: { show: redact } }\n",
    "reveal-without-open": "version: 1\nclasses: { a: { show: redact } }\nviews: { v: { a: reveal } }\n",
    "unmatched-nullify": "version: 1\nviews: { v: { unmatched: nullify } }\n",
    "context-reserved": "version: 1\ncontext: { fv-ring: { value: x } }\n",
    "context-not-singular": 'version: 1\ncontext: { tenant: "$..tenant" }\n',
    "context-of-a-stored-place": "version: 1\ncontext: { tenant: $.tenant }\nrules:\n  - { path: $.tenant, store: { encrypt: pii } }\n",
    "context-under-a-stored-place": "version: 1\ncontext: { tenant: $.a.tenant }\nrules:\n  - { path: $.a, store: { encrypt: pii } }\n",
    "filter-on-a-stored-place": "version: 1\nrules:\n  - { path: '$[?@.a==1].b', store: { encrypt: pii } }\n  - { path: '$[*].a', store: { encrypt: pii } }\n",
    "index-where-elements-go": "version: 1\nrules:\n  - { path: '$.a[0].b', store: { encrypt: pii } }\n  - { path: '$.a[?@.x]', store: remove }\n",
    "encrypt-nulls": RULE + "{ path: $.a, store: { encrypt: { set: pii, nulls: drop } } }\n",
    "index-bits": RULE + "{ path: $.a, store: { encrypt: { set: pii, index: { set: look, into: a_index, bits: 7 } } } }\n",
    "index-without-into": RULE + "{ path: $.a, store: { encrypt: { set: pii, index: { set: look } } } }\n",
    "moved-with-an-index": "version: 1\nmoved: [ { from: '$.a[0]', to: $.b } ]\n",
    "moved-without-to": "version: 1\nmoved: [ { from: $.a } ]\n",
}


def make():
    policies = {"views": GOOD["full"]}
    return {"policies": policies, "cases": [*accepted(), *refused(), *views()]}


def accepted():
    for name, text in GOOD.items():
        yield {"id": f"good/{name}", "operation": "check", "input": text, "expect": {"output": ""}}


def refused():
    for name, text in BAD.items():
        yield {"id": f"bad/{name}", "operation": "check", "input": text, "expect": {"error": "invalid_policy"}}


def views():
    text = json.dumps({"cvc": "123", "api_key": "k", "user_pin": 1, "other": "o"})
    shown = json.dumps({"cvc": "[SECRET]", "api_key": "[SECRET]", "user_pin": "[SECRET]", "other": "o"})
    listed = shown.replace('"o"', '"[REDACTED]"')
    for view, output in {"default": shown, "support": shown, "fraud": shown, "partner": listed}.items():
        yield {"id": f"view/{view}", "operation": "mask", "policy": "views", "view": view, "input": text, "expect": {"output": output}}
    for view in ("nobody", "", "Support"):
        yield {"id": f"view/no-{view}", "operation": "mask", "policy": "views", "view": view, "input": text, "expect": {"error": "unknown_view"}}
