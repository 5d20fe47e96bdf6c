using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tako.Core.Budgets;
using Tako.Core.Contracts;
using Tako.Core.Faults;

namespace Tako.Core.Tests.Contracts;

public class ContractWriterTests
{
    private static readonly Gen<string> Word = Gen.Elements("a", "fix it", "ä/ö", "tab\there", "quote\"s", "new\nline", "😀", "7",
        "true", "null",
        "x: y", "- dash", "#no comment", "'single'", "\\back");

    private static readonly Gen<string> FilePath = Gen.Elements("a.txt", "src/b.cs", "docs/deep/c d.md", "ünï.json");

    private static readonly Gen<AcceptanceTest> Commands =
        from run in Word.NonEmptyListOf()
        from exit in Gen.Choose(0, 255)
        from timeout in Gen.Choose(0, 100_000)
        select (AcceptanceTest)new AcceptanceTest.Command
        {
            Name = "", Run = [.. run], ExitCode = exit, Timeout = timeout % 2 == 0 ? null : TimeSpan.FromMilliseconds(timeout),
        };

    private static readonly Gen<AcceptanceTest> Schemas =
        from file in FilePath
        from schema in Gen.Elements("{\"type\":\"object\"}", "schemas/a.json", " { \"const\" : 1 }")
        select (AcceptanceTest)new AcceptanceTest.Schema { Name = "", File = file, SchemaText = schema };

    private static readonly Gen<AcceptanceTest> Checks =
        from file in FilePath
        from matches in Gen.Elements("", "a+", "\\bTODO\\b")
        from absent in Gen.Elements(true, false)
        select (AcceptanceTest)new AcceptanceTest.Check
        {
            Name = "", File = file, Matches = matches.Length == 0 ? null : matches, Absent = absent,
        };

    private static readonly Gen<AcceptanceTest> Test =
        Gen.OneOf(Commands, Schemas, Checks, Gen.Constant((AcceptanceTest)new AcceptanceTest.Command { Name = "" }));

    private static readonly Gen<TaskContract> Contracts =
        from goal in Word
        from constraints in Word.ListOf()
        from tokens in Gen.Choose(0, int.MaxValue)
        from time in Gen.Choose(0, int.MaxValue)
        from usd in Gen.Choose(0, 1_000_000)
        from tests in Test.ListOf()
        from command in Word.NonEmptyListOf()
        from prepare in Word.NonEmptyListOf().ListOf()
        from files in FilePath.NonEmptyListOf()
        from programs in Gen.Elements("dotnet", "python3", "make").ListOf()
        from tier in Gen.Elements("L1", "L2", "L3", "L4")
        from flag in Gen.Elements(true, false)
        select new TaskContract
        {
            Goal = goal,
            Constraints = [.. constraints.Distinct()],
            Budget = new BudgetLimits
            {
                Tokens = tokens % 3 == 0 ? null : tokens, Time = time % 3 == 0 ? null : new TimeSpan(time),
                Usd = usd % 3 == 0 ? null : usd / 1000m,
            },
            Security = new SecurityPolicy
            {
                Write = flag ? ["src/**"] : [], Protect = ["LICENSE"], Commands = [.. programs.Distinct()],
                Feeds = flag ? ["feed.example.org"] : [],
                MinimumTier = tier, ApproveWrite = flag,
            },
            Deliverables = [.. files.Distinct()],
            Acceptance = [.. tests.Select((test, index) => test with { Name = $"{goal} {index}" })],
            TestCommand = flag ? [.. command] : null,
            Prepare = [.. prepare.Select(line => (IReadOnlyList<string>)[.. line])],
            Model = flag ? "careful" : null,
        };

    [Fact]
    public void A_written_contract_reads_back_equal() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Contracts.ToArbitrary(), contract =>
        {
            var json = ContractWriter.Write(contract);
            var back = ContractReader.Read(json).ShouldBeOfType<Parsed<TaskContract>.Ok>(json).Value;
            Everything(back).ShouldBe(Everything(contract));
            ContractWriter.Write(back).ShouldBe(json);
        }));

    private static string Everything(TaskContract contract) => JsonSerializer.Serialize(new
    {
        contract.Goal,
        contract.Constraints,
        contract.Budget,
        contract.Security,
        contract.Deliverables,
        Acceptance = contract.Acceptance.Select(test => new { Kind = test.GetType().Name, Test = (object)test }),
        contract.TestCommand,
        contract.Prepare,
        contract.Model,
    });

    [Fact]
    public void Equal_contracts_are_equal_texts_however_they_were_written()
    {
        var yaml = (Parsed<TaskContract>.Ok)ContractReader.Read("budget: {usd: $1.50, tokens: 50k}\ngoal: a\ntest: dotnet test");
        var json = (Parsed<TaskContract>.Ok)ContractReader.Read(
            """{"goal":"a","test":["dotnet","test"],"budget":{"tokens":50000.0,"usd":1.5}}""");

        ContractWriter.Write(yaml.Value).ShouldBe(ContractWriter.Write(json.Value));
    }
}
