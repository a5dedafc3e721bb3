package dev.fieldveil

import dev.fieldveil.internal.NativeReport

/** A document and what was done to it. */
public data class Reported<T>(val document: T, val report: Report) {
    override fun toString(): String = "Reported([REDACTED], $report)"
}

/**
 * What a call, a batch or a run of lines did: counts and rule ids, never a value.
 *
 * @property policy the SHA-256 of the policy, in hex
 * @property view the view that was shown; none for `encrypt`, `decrypt` and `reencrypt`
 * @property records how many records were worked on, those that failed not counted
 * @property badLines how many lines were replaced because they were no valid record
 * @property rules how often each rule took a place, in the order of the policy
 * @property unmatched the rules that took no place in the whole run, though they could have: look for a typing mistake
 * @property classes how many places each class took
 * @property redacted why values were redacted
 * @property plaintext how many places passed as plaintext because their rule says `migrating`
 */
public data class Report(
    val policy: String,
    val view: String?,
    val records: Long,
    val badLines: Long,
    val rules: List<RuleHits>,
    val unmatched: List<String>,
    val classes: Map<String, Long>,
    val redacted: Redacted,
    val plaintext: Long,
)

/** How often one rule took a place; its id, or its path or names where it has none. */
public data class RuleHits(val id: String, val hits: Long)

/**
 * Why values were redacted by `mask`.
 *
 * @property byPolicy the policy says `redact`
 * @property locked a token, and the view does not open tokens
 * @property noKey a token whose key is not in the rings that were given, or not usable
 * @property wrongKey a token that does not belong to the key of its id
 * @property tampered a token, its place or its context was altered
 * @property operator an operator could not work on the value
 */
public data class Redacted(
    val byPolicy: Long,
    val locked: Long,
    val noKey: Long,
    val wrongKey: Long,
    val tampered: Long,
    val operator: Long,
)

internal fun NativeReport.toReport(): Report =
    Report(
        policy = policy,
        view = view,
        records = records.toLong(),
        badLines = badLines.toLong(),
        rules = rules.map { RuleHits(it.id, it.hits.toLong()) },
        unmatched = unmatched,
        classes = classes.mapValues { it.value.toLong() },
        redacted = redacted.run {
            Redacted(
                byPolicy.toLong(), locked.toLong(), noKey.toLong(), wrongKey.toLong(), tampered.toLong(), operator.toLong(),
            )
        },
        plaintext = plaintext.toLong(),
    )
