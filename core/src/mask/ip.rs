//! `ip`: the network of an address.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::Result;
use crate::document::Call;

use super::pen::Pen;

/// Sets the bits behind the network's to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ip {
    /// Bits of an IPv4 address that stay, at most 31.
    pub(super) v4: u32,
    /// Bits of an IPv6 address that stay, at most 127.
    pub(super) v6: u32,
}

impl Default for Ip {
    fn default() -> Self {
        Self { v4: 24, v6: 48 }
    }
}

impl Ip {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["v4", "v6"], None)?;
        let bits = |name, most| -> Result<Option<u32>> {
            let read = options.read(name, |node| node.as_u64_within(0, most))?;
            Ok(read.and_then(|bits| u32::try_from(bits).ok()))
        };
        let usual = Self::default();
        Ok(Self { v4: bits("v4", 31)?.unwrap_or(usual.v4), v6: bits("v6", 127)?.unwrap_or(usual.v6) })
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let mut pen = Pen::open(out);
        match text.parse().ok()? {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - self.v4).unwrap_or(0);
                write!(pen, "{}", Ipv4Addr::from_bits(address.to_bits() & mask))
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128 - self.v6).unwrap_or(0);
                write!(pen, "{}", Ipv6Addr::from_bits(address.to_bits() & mask))
            }
        }
        .ok()?;
        pen.close();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(operator: Ip, text: &str) -> Option<String> {
        let mut out = Vec::new();
        operator.write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn the_network_stays() {
        assert_eq!(shown(Ip::default(), "203.0.113.77").unwrap(), "203.0.113.0");
        assert_eq!(shown(Ip::default(), "2001:db8:1:2:3::5").unwrap(), "2001:db8:1::");
        assert_eq!(
            shown(Ip::default(), "::ffff:203.0.113.77").unwrap(),
            "::",
            "a mapped address is one of 128 bits"
        );
        assert_eq!(shown(Ip { v4: 0, v6: 0 }, "203.0.113.77").unwrap(), "0.0.0.0");
        assert_eq!(shown(Ip { v4: 0, v6: 0 }, "2001:db8::1").unwrap(), "::");
    }

    #[test]
    fn what_is_no_address_does_not_fit() {
        for text in [
            "",
            "203.0.113",
            "203.0.113.256",
            "203.0.113.07",
            "203.0.113.7:80",
            "fe80::1%eth0",
            "10.0.0.5/8",
            " ::1",
        ] {
            assert_eq!(shown(Ip::default(), text), None, "{text:?}");
        }
    }
}
