//! From what a policy writes to an operator.

use crate::Result;
use crate::detect::UserDetector;
use crate::document::{Node, unknown};

use super::operator::NAMES;
use super::{
    AgeCap, Bucket, Custom, Date, Email, Ip, KeepEnds, Operator, Pan, Phone, Pseudonym, Redact, Regex, Scan,
    Shape, Zip3,
};

/// Reads an operator: a name, or a mapping with exactly one member `{ name: OPTIONS }`. `own` are the detectors of
/// the policy, which `scan` may name.
///
/// # Errors
/// `invalid_policy` with a position for an unknown name, an unknown option, or a value that an option cannot take.
pub(crate) fn parse(node: &Node, own: &[UserDetector]) -> Result<Operator> {
    let call = node.as_call()?;
    Ok(match call.name {
        "redact" => Operator::Redact(Redact::parse(&call)?),
        "remove" => call.no_options().map(|()| Operator::Remove)?,
        "nullify" => call.no_options().map(|()| Operator::Nullify)?,
        "keep" => call.no_options().map(|()| Operator::Keep)?,
        "reveal" => call.no_options().map(|()| Operator::Reveal)?,
        "keep_ends" => Operator::KeepEnds(KeepEnds::parse(&call)?),
        "shape" => Operator::Shape(Shape::parse(&call)?),
        "email" => Operator::Email(Email::parse(&call)?),
        "pan" => Operator::Pan(Pan::parse(&call)?),
        "phone" => Operator::Phone(Phone::parse(&call)?),
        "iban" => call.no_options().map(|()| Operator::Iban)?,
        "ip" => Operator::Ip(Ip::parse(&call)?),
        "date" => Operator::Date(Date::parse(&call)?),
        "bucket" => Operator::Bucket(Bucket::parse(&call)?),
        "age_cap" => Operator::AgeCap(AgeCap::parse(&call)?),
        "zip3" => Operator::Zip3(Zip3::parse(&call)?),
        "type_mask" => call.no_options().map(|()| Operator::TypeMask)?,
        "regex" => Operator::Regex(Regex::parse(&call, own)?),
        "pseudonym" => Operator::Pseudonym(Pseudonym::parse(&call)?),
        "scan" => Operator::Scan(Scan::parse(&call, own)?),
        "custom" => Operator::Custom(Custom::parse(&call)?),
        name => return Err(unknown("operator", name, NAMES, call.position)),
    })
}
