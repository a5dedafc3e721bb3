//! Every detector that is built in: its name, its group, how strong it is, the words that stand beside weak ones.

/// What a finding is worth when two overlap: higher wins.
pub(crate) type Rank = u8;

/// A form alone, however distinctive.
const FORM: Rank = 1;
/// A check digit.
const CHECKED: Rank = 2;
/// A prefix that nobody else uses, or a cryptographic checksum.
const SIGNED: Rank = 3;
/// A secret that may contain others.
const ENCLOSING: Rank = 4;

macro_rules! detectors {
    ($(#[doc = $about:literal] $id:ident = $name:literal, $group:literal, $rank:ident, [$($word:literal),*];)+) => {
        /// A built-in detector.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Detector { $(#[doc = $about] $id,)+ }

        impl Detector {
            /// Every detector, in the order of the reference.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$id,)+];

            /// The name that a policy writes and a finding bears.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }

            /// What it looks for, in words.
            #[cfg(test)]
            pub(crate) const fn about(self) -> &'static str {
                match self { $(Self::$id => $about.trim_ascii(),)+ }
            }

            /// The name of the detectors of its kind together.
            pub(crate) const fn group(self) -> &'static str {
                match self { $(Self::$id => $group,)+ }
            }

            /// What a finding is worth beside another.
            pub(crate) const fn rank(self) -> Rank {
                match self { $(Self::$id => $rank,)+ }
            }

            /// Words, in lower case, one of which must stand near a finding that is weak by itself.
            pub(super) const fn words(self) -> &'static [&'static str] {
                match self { $(Self::$id => &[$($word),*],)+ }
            }
        }
    };
}

detectors! {
    /// Payment card number: issuer's range, length, Luhn (ISO/IEC 7812-1); of another range beside a word that says so.
    Card = "card", "finance", CHECKED, [
        "card", "credit", "debit", "pan", "cc", "visa", "mastercard", "maestro", "amex", "kreditkarte", "karte", "carte",
        "tarjeta", "cartão", "carta", "kaart"
    ];
    /// International bank account number: structure of the country, modulo 97 (ISO 13616).
    Iban = "iban", "finance", SIGNED, ["iban"];
    /// Bank routing number of the American Bankers Association.
    UsAba = "us_aba", "finance", CHECKED, ["aba", "routing", "rtn", "transit", "bank", "wire", "ach"];
    /// Bitcoin address: Base58Check, Bech32 (BIP 173), Bech32m (BIP 350).
    Bitcoin = "bitcoin", "finance", SIGNED, ["bitcoin", "btc"];
    /// Ethereum address; in letters of both cases, with the checksum of EIP-55.
    Ethereum = "ethereum", "finance", SIGNED, ["ethereum", "eth", "wallet"];
    /// E-mail address (RFC 5321).
    Email = "email", "contact", FORM, ["email", "mail"];
    /// Telephone number: E.164 with `+`; others beside a word that says so.
    Phone = "phone", "contact", FORM, [
        "phone", "phones", "tel", "telephone", "telefon", "telefono", "teléfono", "téléphone", "telefone", "mobile",
        "mobil", "móvil", "movil", "cell", "celular", "cellulare", "cellphone", "handy", "fax", "call", "callback", "sms",
        "whatsapp", "dial", "contact", "ring", "numéro", "rufnummer", "telefonnummer", "telefoon", "telefonu", "tlf",
        "телефон", "тел", "电话", "電話", "手机", "전화", "फ़ोन", "هاتف"
    ];
    /// IPv4 address.
    Ipv4 = "ipv4", "ip", FORM, ["ip"];
    /// IPv6 address (RFC 4291).
    Ipv6 = "ipv6", "ip", FORM, ["ip"];
    /// MAC address (IEEE 802).
    Mac = "mac", "device", FORM, ["mac"];
    /// Social Security number of the United States.
    UsSsn = "us_ssn", "national_id", FORM, ["ssn", "social security", "socialsecurity", "social"];
    /// Individual Taxpayer Identification Number of the United States.
    UsItin = "us_itin", "national_id", FORM, ["itin", "taxpayer", "tax"];
    /// National Provider Identifier of the United States.
    UsNpi = "us_npi", "national_id", CHECKED, ["npi", "provider"];
    /// National Insurance number of the United Kingdom.
    UkNino = "uk_nino", "national_id", FORM, ["nino", "national insurance", "ni number", "insurance"];
    /// NHS number of the United Kingdom.
    UkNhs = "uk_nhs", "national_id", CHECKED, ["nhs", "patient", "health service"];
    /// Aadhaar number of India.
    InAadhaar = "in_aadhaar", "national_id", CHECKED, ["aadhaar", "aadhar", "uidai", "uid", "आधार"];
    /// NIF and NIE of Spain.
    EsNif = "es_nif", "national_id", CHECKED, ["nif", "nie", "dni", "identidad", "documento"];
    /// Codice fiscale of Italy.
    ItCodiceFiscale = "it_codice_fiscale", "national_id", SIGNED, ["codice fiscale", "cf"];
    /// NIR (social security number) of France.
    FrNir = "fr_nir", "national_id", SIGNED, ["nir", "sécurité sociale", "securite sociale", "sécu", "secu", "insee"];
    /// Tax identification number (IdNr) of Germany.
    DeTaxId = "de_tax_id", "national_id", CHECKED, [
        "steuer", "steuer-id", "steuerid", "steueridentifikationsnummer", "steuernummer", "idnr", "identifikationsnummer", "tin", "tax"
    ];
    /// Citizen service number (BSN) of the Netherlands.
    NlBsn = "nl_bsn", "national_id", CHECKED, ["bsn", "burgerservicenummer", "sofinummer"];
    /// PESEL of Poland.
    PlPesel = "pl_pesel", "national_id", CHECKED, ["pesel"];
    /// CPF of Brazil.
    BrCpf = "br_cpf", "national_id", CHECKED, ["cpf"];
    /// CNPJ of Brazil, with letters too, as given out since July 2026.
    BrCnpj = "br_cnpj", "national_id", CHECKED, ["cnpj"];
    /// Identity number of South Africa.
    ZaId = "za_id", "national_id", CHECKED, ["id number", "identity", "rsa id", "sa id", "south african", "id"];
    /// NRIC and FIN of Singapore.
    SgNric = "sg_nric", "national_id", CHECKED, ["nric", "fin"];
    /// Tax file number of Australia.
    AuTfn = "au_tfn", "national_id", CHECKED, ["tfn", "tax file", "tax"];
    /// Medicare number of Australia.
    AuMedicare = "au_medicare", "national_id", CHECKED, ["medicare"];
    /// Social insurance number of Canada.
    CaSin = "ca_sin", "national_id", CHECKED, ["sin", "social insurance", "nas", "assurance sociale"];
    /// Machine-readable zone of a travel document (ICAO 9303).
    Mrz = "mrz", "national_id", ENCLOSING, ["passport"];
    /// Vehicle identification number (ISO 3779, check digit of 49 CFR 565).
    Vin = "vin", "device", CHECKED, ["vin", "vehicle", "chassis", "fahrgestellnummer"];
    /// JSON Web Token (RFC 7519) whose header decodes.
    Jwt = "jwt", "secret", SIGNED, ["jwt", "token"];
    /// Private key in PEM (RFC 7468).
    PrivateKey = "private_key", "secret", ENCLOSING, [];
    /// AWS access key id, secret access key beside its name, or Bedrock API key.
    AwsKey = "aws_key", "secret", SIGNED, ["aws", "amazon"];
    /// GitHub token; those of the classic form end in a CRC.
    GithubToken = "github_token", "secret", SIGNED, ["github", "token", "gh_token", "github_token"];
    /// GitLab token.
    GitlabToken = "gitlab_token", "secret", SIGNED, ["gitlab"];
    /// Slack token.
    SlackToken = "slack_token", "secret", SIGNED, ["slack"];
    /// Stripe secret or restricted key, webhook secret.
    StripeKey = "stripe_key", "secret", SIGNED, ["stripe"];
    /// Google API key, OAuth client secret or access token.
    GoogleKey = "google_key", "secret", SIGNED, ["google", "gcp"];
    /// OpenAI key.
    OpenaiKey = "openai_key", "secret", SIGNED, ["openai"];
    /// Anthropic key.
    AnthropicKey = "anthropic_key", "secret", SIGNED, ["anthropic"];
    /// npm token, with its CRC.
    NpmToken = "npm_token", "secret", SIGNED, ["npm", "token", "_authtoken"];
    /// PyPI token.
    PypiToken = "pypi_token", "secret", SIGNED, ["pypi"];
    /// SendGrid key.
    SendgridKey = "sendgrid_key", "secret", SIGNED, ["sendgrid"];
    /// Twilio key or account SID.
    TwilioKey = "twilio_key", "secret", SIGNED, ["twilio"];
    /// Hugging Face token.
    HuggingfaceToken = "huggingface_token", "secret", SIGNED, ["hugging"];
    /// Azure storage or service bus key beside its name, or client secret.
    AzureKey = "azure_key", "secret", SIGNED, ["azure"];
    /// Credentials of a bearer or basic header (RFC 6750, RFC 7617).
    Authorization = "authorization", "secret", ENCLOSING, [];
    /// User and password in a URL or a connection string.
    UrlCredentials = "url_credentials", "secret", ENCLOSING, [];
}

impl Detector {
    /// The detectors of a name: one, or all of a group.
    pub(crate) fn named(name: &str) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |detector| detector.name() == name || detector.group() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice_or_to_a_group() {
        for (index, detector) in Detector::ALL.iter().enumerate() {
            assert_eq!(*detector as usize, index);
            let others = Detector::ALL.iter().filter(|other| *other != detector);
            assert!(others.into_iter().all(|o| o.name() != detector.name() && o.group() != detector.name()));
            assert!(detector.words().iter().all(|word| *word == word.to_lowercase()), "{}", detector.name());
        }
    }
}
