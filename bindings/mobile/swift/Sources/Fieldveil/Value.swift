internal import FieldveilNative
import Foundation

/// A value outside a document, which comes back as the kind that it went in as. A string literal is text.
public enum Value: Sendable, Equatable, ExpressibleByStringLiteral, CustomStringConvertible {
    case text(String)
    case bytes(Data)
    /// One JSON value, exactly as it is written.
    case json(String)

    public init(stringLiteral text: String) { self = .text(text) }

    public var description: String { "Value([REDACTED])" }
}

/// The place that a value is bound to: a token opens there and nowhere else.
public struct Binding: Sendable, Equatable, ExpressibleByArrayLiteral {
    private let steps: [Step]?

    /// A place by its names: for a column `["table", "column"]`.
    public init(arrayLiteral names: String...) { steps = names.map(Step.member) }

    /// A place by its steps.
    public init(_ steps: [Step]) { self.steps = steps }

    private init() { steps = nil }

    /// Anywhere. Whoever can write to the store can put such a value where another stood.
    public static let anywhere = Binding()

    /// One step of a place.
    public enum Step: Sendable, Equatable {
        case member(String)
        case index(UInt64)
        /// Into any array element.
        case anyIndex
        /// Into a decoded string.
        case decoded
    }

    var native: [NativeStep]? {
        steps?.map { step in
            switch step {
            case .member(let name): .member(name: name)
            case .index(let index): .index(index: index)
            case .anyIndex: .any
            case .decoded: .decoded
            }
        }
    }
}

extension Value {
    var native: NativeValue {
        switch self {
        case .text(let text): .text(text: text)
        case .bytes(let bytes): .bytes(bytes: bytes)
        case .json(let json): .json(json: json)
        }
    }

    init(_ native: NativeValue) {
        switch native {
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .json(let json): self = .json(json)
        }
    }
}

extension NativeBound {
    init(_ context: Context, _ binding: Binding, _ subject: Subject?, pad: UInt32 = 0) {
        self.init(context: context, binding: binding.native, subject: subject?.native, pad: pad)
    }
}
