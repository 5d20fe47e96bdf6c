using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Core.Schema;

namespace Tako.Core.Tests.Contracts;

public class ContractSchemaTests
{
    public static TheoryData<string> Good =>
    [
        "goal: a", "goal: a\nconstraints: [b, c]", "goal: a\nbudget: {}", "goal: a\nbudget: {tokens: 50000}",
        "goal: a\nbudget: {tokens: 1.5M}",
        "goal: a\nbudget: {tokens: 50000.0}", "goal: a\nbudget: {time: 1h30m}", "goal: a\nbudget: {time: 1.5h}",
        "goal: a\nbudget: {time: 250ms}",
        "goal: a\nbudget: {time: 1m30s5ms}", "goal: a\nbudget: {usd: 1}", "goal: a\nbudget: {usd: 0.25}", "goal: a\nbudget: {usd: $1.50}",
        "goal: a\nbudget: {usd: 1.5 usd}", "goal: a\nsecurity: {}", "goal: a\nsecurity: {write: ['src/**', '*.md', 'docs/']}",
        "goal: a\nsecurity: {protect: ['**/*.lock'], commands: [dotnet, g++], feeds: [feed.example.org]}",
        "goal: a\nsecurity: {minimumTier: L4, approveWrite: false}", "goal: a\ndeliverables: [patch, docs/a b.md]",
        "goal: a\nacceptance: []",
        "goal: a\nacceptance: [make check]", "goal: a\nacceptance: [{name: n, run: make}]",
        "goal: a\nacceptance: [{name: n, run: [make, '']}]",
        "goal: a\nacceptance: [{name: n, tests: true, timeout: 5m, exitCode: 1}]",
        "goal: a\nacceptance: [{name: n, run: make, tests: false}]",
        "goal: a\nacceptance: [{name: n, file: a.json, schema: {type: object}}]",
        "goal: a\nacceptance: [{name: n, file: a.json, schema: s.json}]",
        "goal: a\nacceptance: [{name: n, file: a.txt}]", "goal: a\nacceptance: [{name: n, file: .a/..b, matches: x, absent: true}]",
        "goal: a\ntest: dotnet test", "goal: a\ntest: [dotnet, test]", "goal: a\nprepare: [make, [make, gen]]", "goal: a\nmodel: small",
    ];

    public static TheoryData<string> Bad =>
    [
        "{}", "[]", "text", "goal: ''", "goal: '  '", "goal: 7", "goal: a\nextra: 1", "goal:", "goal: a\nconstraints: b",
        "goal: a\nconstraints: [1]",
        "goal: a\nconstraints: [b, b]", "goal: a\nbudget: 5", "goal: a\nbudget: {tokens: 0}", "goal: a\nbudget: {tokens: -1}",
        "goal: a\nbudget: {tokens: 0k}",
        "goal: a\nbudget: {tokens: 1.5}", "goal: a\nbudget: {tokens: many}", "goal: a\nbudget: {tokens: true}",
        "goal: a\nbudget: {time: 15}",
        "goal: a\nbudget: {time: 15x}", "goal: a\nbudget: {time: 0s}", "goal: a\nbudget: {time: 0h0m}", "goal: a\nbudget: {time: 1m1h}",
        "goal: a\nbudget: {time: '15 m'}", "goal: a\nbudget: {usd: 0}", "goal: a\nbudget: {usd: -1}", "goal: a\nbudget: {usd: $0.00}",
        "goal: a\nbudget: {usd: 1 eur}", "goal: a\nbudget: {euros: 1}", "goal: a\nsecurity: []", "goal: a\nsecurity: {write: src}",
        "goal: a\nsecurity: {write: [/src]}", "goal: a\nsecurity: {write: [../src]}", "goal: a\nsecurity: {write: ['a**']}",
        "goal: a\nsecurity: {write: [a//b]}",
        "goal: a\nsecurity: {write: ['a\\b']}", "goal: a\nsecurity: {commands: [/bin/sh]}", "goal: a\nsecurity: {commands: ['sh -c']}",
        "goal: a\nsecurity: {feeds: ['https://x.org']}", "goal: a\nsecurity: {feeds: ['-x.org']}", "goal: a\nsecurity: {minimumTier: L5}",
        "goal: a\nsecurity: {minimumTier: 2}", "goal: a\nsecurity: {approveWrite: yes please}", "goal: a\nsecurity: {shell: true}",
        "goal: a\ndeliverables: []", "goal: a\ndeliverables: patch", "goal: a\ndeliverables: [/abs]", "goal: a\ndeliverables: [a, a]",
        "goal: a\nacceptance: make", "goal: a\nacceptance: [1]", "goal: a\nacceptance: ['']", "goal: a\nacceptance: [{run: make}]",
        "goal: a\nacceptance: [{name: n}]", "goal: a\nacceptance: [{name: n, tests: false}]",
        "goal: a\nacceptance: [{name: n, tests: true, run: make}]",
        "goal: a\nacceptance: [{name: n, run: make, exitCode: 256}]", "goal: a\nacceptance: [{name: n, run: make, exitCode: 1.5}]",
        "goal: a\nacceptance: [{name: n, run: make, timeout: 0s}]", "goal: a\nacceptance: [{name: n, run: []}]",
        "goal: a\nacceptance: [{name: n, run: make, file: a}]", "goal: a\nacceptance: [{name: n, file: a, schema: {type: thing}}]",
        "goal: a\nacceptance: [{name: n, file: a, schema: 5}]", "goal: a\nacceptance: [{name: n, schema: {}}]",
        "goal: a\nacceptance: [{name: n, file: ../a}]", "goal: a\nacceptance: [{name: n, file: a, matches: x, schema: {}}]",
        "goal: a\nacceptance: [{name: n, file: a, matches: ''}]", "goal: a\nacceptance: [{name: n, file: a, absent: 1}]",
        "goal: a\ntest: []", "goal: a\ntest: 5", "goal: a\ntest: ['']", "goal: a\nprepare: make", "goal: a\nprepare: [5]",
        "goal: a\nmodel: ''",
        "goal: a\nmodel: 5",
    ];

    [Theory, MemberData(nameof(Good))]
    public void Reader_and_schema_agree_on_what_is_good(string text)
    {
        Value(text).ShouldBeEmpty();
        var read = ContractReader.Read(text);
        read.ShouldBeOfType<Parsed<TaskContract>.Ok>(string.Join("\n", (read as Parsed<TaskContract>.Faulty)?.Faults ?? []));
    }

    [Theory, MemberData(nameof(Bad))]
    public void Reader_and_schema_agree_on_what_is_bad(string text)
    {
        Value(text).ShouldNotBeEmpty();
        ContractReader.Read(text).ShouldBeOfType<Parsed<TaskContract>.Faulty>();
    }

    private static IReadOnlyList<SchemaError> Value(string text) =>
        PublishedSchemas.Find("contract")!.Check(((Parsed<SourceDocument>.Ok)SourceDocument.Parse(text)).Value.Root);
}
