//! From rows to members, in the order of the format's description.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::strict::Node;
use super::{Document, SetRow, VersionRow, Wrap};

pub(super) fn document(document: &Document, with_mac: bool) -> Node<'_> {
    let mac = with_mac.then(|| ("mac", document.mac.as_str().into()));
    Node::object(
        [
            ("fieldveil_keyring", 1.into()),
            ("id", document.id.as_str().into()),
            ("epoch", document.epoch.into()),
            ("min_pending", document.min_pending.into()),
            ("wraps", Node::Array(document.wraps.iter().map(wrap).collect())),
            ("sets", Node::Array(document.sets.iter().map(set).collect())),
        ]
        .into_iter()
        .chain(mac),
    )
}

fn wrap(wrap: &Wrap) -> Node<'_> {
    let provider = ("provider", wrap.provider().into());
    match wrap {
        Wrap::Passphrase { cost, salt, wrapped } => Node::object([
            provider,
            ("kdf", "argon2id".into()),
            ("memory_kib", u64::from(cost.memory_kib).into()),
            ("passes", u64::from(cost.passes).into()),
            ("lanes", u64::from(cost.lanes).into()),
            ("salt", base64url(salt)),
            ("wrapped", wrapped.as_str().into()),
        ]),
        Wrap::Key { wrapped } => Node::object([provider, ("wrapped", wrapped.as_str().into())]),
        Wrap::Hpke { name, public_key, wrapped } => Node::object([
            provider,
            ("name", name.as_str().into()),
            ("public_key", base64url(public_key)),
            ("wrapped", base64url(wrapped)),
        ]),
        Wrap::Callback { name, wrapped } => {
            Node::object([provider, ("name", name.as_str().into()), ("wrapped", base64url(wrapped))])
        }
    }
}

fn set(set: &SetRow) -> Node<'_> {
    Node::object([
        ("name", set.name.as_str().into()),
        ("purpose", set.purpose.as_str().into()),
        ("suite", set.family.as_str().into()),
        ("versions", Node::Array(set.versions.iter().map(version).collect())),
    ])
}

fn version(version: &VersionRow) -> Node<'_> {
    let promoted = version.promoted.map(|moment| ("promoted", moment.to_string().into()));
    let wrapped = version.wrapped.as_deref().map(|wrapped| ("wrapped", wrapped.into()));
    let always = [
        ("id", u64::from(version.id).into()),
        ("state", version.state.as_str().into()),
        ("created", version.created.to_string().into()),
    ];
    Node::object(always.into_iter().chain(promoted).chain(wrapped))
}

fn base64url(bytes: &[u8]) -> Node<'static> {
    URL_SAFE_NO_PAD.encode(bytes).into()
}
