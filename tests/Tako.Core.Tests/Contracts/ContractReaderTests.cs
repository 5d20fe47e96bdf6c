using Tako.Core.Budgets;
using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Core.Tests.Contracts;

public class ContractReaderTests
{
    [Fact]
    public void A_goal_is_enough()
    {
        var contract = Read("goal: Make the failing tests pass");

        contract.Goal.ShouldBe("Make the failing tests pass");
        contract.Budget.ShouldBe(new BudgetLimits());
        contract.Deliverables.ShouldBe(["patch"]);
        contract.Security.MinimumTier.ShouldBe("L2");
        contract.Acceptance.ShouldBeEmpty();
    }

    [Fact]
    public void A_whole_contract_in_yaml_is_read_with_its_units()
    {
        var contract = Read("""
            goal: >
              Reject orders with a negative quantity
            constraints:
              - Keep public names
            budget: {tokens: 200k, time: 1h30m, usd: $1.50}
            security:
              write: ["src/**"]
              protect: ["src/Generated/**", LICENSE]
              commands: [dotnet]
              feeds: [feed.example.org]
              minimumTier: L1
              approveWrite: true
            deliverables: [patch, docs/report.md]
            acceptance:
              - dotnet build
              - {name: green, tests: true, timeout: 10m}
              - name: format
                run: dotnet format "my project" --verify-no-changes
                exitCode: 2
              - name: shape
                file: out.json
                schema: {type: object, required: [id]}
              - name: by path
                file: out.json
                schema: schemas/out.json
              - {name: clean, file: src/a.cs, matches: 'TODO\b', absent: true}
            test: [dotnet, test]
            prepare: [dotnet restore, [make, gen]]
            model: careful
            """);

        contract.Goal.ShouldBe("Reject orders with a negative quantity\n");
        contract.Budget.ShouldBe(new BudgetLimits { Tokens = 200_000, Time = TimeSpan.FromMinutes(90), Usd = 1.5m });
        contract.Security.Protect.ShouldBe(["src/Generated/**", "LICENSE"]);
        contract.Security.MinimumTier.ShouldBe("L1");
        contract.Security.ApproveWrite.ShouldBeTrue();
        contract.Acceptance.Count.ShouldBe(6);
        contract.Acceptance[0].ShouldBeOfType<AcceptanceTest.Command>().Run.ShouldBe(["dotnet", "build"]);
        contract.Acceptance[1].ShouldBe(new AcceptanceTest.Command { Name = "green", Timeout = TimeSpan.FromMinutes(10) });
        contract.Acceptance[2].ShouldBeOfType<AcceptanceTest.Command>().Run
            .ShouldBe(["dotnet", "format", "my project", "--verify-no-changes"]);
        contract.Acceptance[3].ShouldBeOfType<AcceptanceTest.Schema>().SchemaText.ShouldBe("""{"type":"object","required":["id"]}""");
        contract.Acceptance[4].ShouldBeOfType<AcceptanceTest.Schema>().SchemaText.ShouldBe("schemas/out.json");
        contract.Acceptance[5].ShouldBe(new AcceptanceTest.Check { Name = "clean", File = "src/a.cs", Matches = "TODO\\b",
        Absent = true });
        contract.TestCommand.ShouldBe(["dotnet", "test"]);
        contract.Prepare.Count.ShouldBe(2);
        contract.Model.ShouldBe("careful");
    }

    [Fact]
    public void Every_fault_is_listed_at_once_with_its_line()
    {
        var faults = Faults("""
            gaol: typo
            budget:
              tokens: -5
              time: 15
              usd: 0
              euros: 3
            security:
              write: [src/a.cs, ../up]
              protect: ["src/**"]
              commands: [bin/sh]
              feeds: ["https://feed.example.org/"]
              minimumTier: L9
              approveWrite: "yes"
            deliverables: []
            acceptance:
              - {name: a, run: "make | tee log"}
              - {name: a, file: out.json, schema: {type: objekt}}
              - {name: c, file: /etc/passwd, matches: "("}
              - {name: d}
              - {name: e, tests: true, run: make}
              - {name: f, run: make, timeout: 0s, exitCode: 300, file: x}
            test: []
            prepare: make
            """);

        faults.Select(fault => (fault.Line, fault.Path)).ShouldBe(
        [
            (1, "/"), (1, "/gaol"),
            (3, "/budget/tokens"), (4, "/budget/time"), (5, "/budget/usd"), (6, "/budget/euros"),
            (8, "/security/write/1"), (8, "/security/write"),
            (10, "/security/commands/0"), (11, "/security/feeds/0"), (12, "/security/minimumTier"), (13, "/security/approveWrite"),
            (14, "/deliverables"),
            (16, "/acceptance/0/run"), (17, "/acceptance/1/schema/type"), (17, "/acceptance/1/name"),
            (18, "/acceptance/2/matches"), (18, "/acceptance/2/file"), (19, "/acceptance/3"), (20, "/acceptance/4/tests"),
            (21, "/acceptance/5/file"), (21, "/acceptance/5/timeout"), (21, "/acceptance/5/exitCode"),
            (22, "/test"), (23, "/prepare"),
        ], ignoreOrder: true);
        faults.Select(fault => fault.Line).ShouldBeInOrder();
        faults.First(fault => fault.Path == "/gaol").Message.ShouldContain("did you mean 'goal'?");
        faults.First(fault => fault.Path == "/budget/time").Message.ShouldContain("no unit");
        faults.First(fault => fault.Path == "/acceptance/1/schema/type").Message.ShouldContain("did you mean 'object'?");
        faults.First(fault => fault.Path == "/acceptance/0/run").Message.ShouldContain("shell");
        faults.First(fault => fault.Path == "/security/write").Message.ShouldContain("src/**");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("just a text", "expected an object")]
    [InlineData("[1, 2]", "expected an object")]
    [InlineData("goal: ''", "empty")]
    [InlineData("goal: 7", "put it in quotes")]
    [InlineData("goal: a\ngoal: b", "written twice")]
    [InlineData("goal: a\n---\ngoal: b", "second document")]
    [InlineData("goal: &x a", "anchor")]
    [InlineData("goal: !!str a", "tag")]
    [InlineData("goal: a\nbudget: {tokens: lots}", "200k")]
    [InlineData("goal: a\nbudget: {tokens: 1.5}", "whole number")]
    [InlineData("goal: a\nbudget: {time: 30m1h}", "large to small")]
    [InlineData("goal: a\nbudget: {usd: 3 euros}", "US dollars")]
    [InlineData("goal: a\nsecurity: {protect: ['**']}", "nothing can be changed")]
    [InlineData("goal: a\nsecurity: {write: ['src/a**']}", "'**' stands alone")]
    [InlineData("goal: a\nsecurity: {write: ['src/[a']}", "without its ']'")]
    [InlineData("{\"goal\": \"a\",,}", "not valid JSON")]
    [InlineData("goal: [a\n", "neither YAML nor JSON")]
    public void What_is_wrong_is_said_in_words_that_help(string text, string words) =>
        Faults(text).ShouldContain(fault => fault.Message.Contains(words), string.Join("\n", Faults(text)));

    [Fact]
    public void Json_faults_carry_their_lines_too() =>
        Faults("{\n  \"goal\": \"a\",\n  \"budget\": {\n    \"usd\": \"-1\"\n  }\n}").ShouldHaveSingleItem().Line.ShouldBe(4);

    private static TaskContract Read(string text) => ContractReader.Read(text) switch
    {
        Parsed<TaskContract>.Ok ok => ok.Value,
        Parsed<TaskContract>.Faulty wrong => throw new ShouldAssertException(string.Join("\n", wrong.Faults)),
        _ => throw new InvalidOperationException(),
    };

    private static IReadOnlyList<Fault> Faults(string text) =>
        ContractReader.Read(text).ShouldBeOfType<Parsed<TaskContract>.Faulty>().Faults;
}
