internal import FieldveilNative

// Finding a stored value again without opening anything.
extension Veil {
    /// What a stored value can be found by: one term for each primary, retired and pending version of its set, the
    /// primary's first. Empty where nothing is left of the value after the normalizers.
    ///
    /// - Parameters:
    ///   - className: the class of the policy that stores the value
    ///   - value: what is looked for, in plain
    ///   - context: the pairs that it was stored under
    ///   - path: the place of a deterministic value, where its class stands at several
    /// - Throws: `invalid_policy` if the class is unknown or stores nothing that can be searched.
    public func searchTerms(_ className: String, _ value: Value, context: Context = [:], path: String? = nil) throws -> [String] {
        try guarded { try native.searchTerms(class: className, value: value.native, context: context, path: path) }
    }

    /// The index term that `encrypt` stores beside a value now; none where nothing is left of it.
    public func blindIndex(_ className: String, _ value: Value, context: Context = [:]) throws -> String? {
        try guarded { try native.blindIndex(class: className, value: value.native, context: context) }
    }

    /// The pseudonym that a class shows for a value, with its prefix.
    public func pseudonym(_ className: String, _ value: Value, context: Context = [:]) throws -> String {
        try guarded { try native.pseudonym(class: className, value: value.native, context: context) }
    }
}
