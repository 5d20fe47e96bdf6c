using Tako.Core.Faults;
using Tako.Core.Schema;
using Tako.Server.Keys;
using Tako.Server.Limits;

namespace Tako.Server.Tests.Limits;

public sealed class MoneyConfigTests
{
    [Fact]
    public void Budgets_and_the_keeping_of_spend_are_read_from_the_configuration()
    {
        var config = Read("""
            budgets:
              - { name: everyone, usd: 100, per: day }
              - { each: key, requestsPerMinute: 60, tokensPerMinute: 200k, concurrency: 8 }
              - { key: ci, team: research, model: "gpt-*", tag: batch, tokens: 5M, per: week }
            gateway: { spend: { flush: 100ms, poll: 2s, unknownPrice: refuse, reserve: most } }
            """).ShouldBeOfType<Parsed<MoneyConfig>.Ok>().Value;

        config.Rules.ShouldBe(
        [
            new LimitRule { Name = "everyone", Allowance = new Allowance { Usd = 100, Per = BudgetWindow.Day } },
            new LimitRule
            {
                Name = "budgets[1]", Each = LimitEach.Key,
                Allowance = new Allowance { RequestsPerMinute = 60, TokensPerMinute = 200_000, Concurrency = 8 },
            },
            new LimitRule
            {
                Name = "budgets[2]", Key = "ci", Team = "research",
                Allowance = new Allowance { Model = "gpt-*", Tag = "batch", Tokens = 5_000_000, Per = BudgetWindow.Week },
            },
        ]);
        (config.Spend.Flush, config.Spend.Poll).ShouldBe((TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)));
        (config.RefuseUnknownPrice, config.ReserveMost).ShouldBe((true, true));
    }

    [Fact]
    public void Without_them_there_is_no_limit()
    {
        var config = Read("model: m").ShouldBeOfType<Parsed<MoneyConfig>.Ok>().Value;

        config.Rules.ShouldBeEmpty();
        (config with { Rules = MoneyConfig.Default.Rules }).ShouldBe(MoneyConfig.Default);
    }

    [Fact]
    public void Every_fault_is_told_with_its_line()
    {
        var faults = Read("""
            budgets:
              - { name: nothing, per: day }
              - { usd: 5 }
              - { usd: lots, tokens: 1.5, per: day }
              - { requestsPerMinute: 0 }
            gateway:
              spend: { flush: 5m, poll: never }
            """).ShouldBeOfType<Parsed<MoneyConfig>.Faulty>().Faults;

        faults.Select(fault => (fault.Path, fault.Line)).ShouldBe(
        [
            ("/budgets/0", 2), ("/budgets/1", 3), ("/budgets/2/usd", 4), ("/budgets/2/tokens", 4), ("/budgets/2", 4),
            ("/budgets/3/requestsPerMinute", 5), ("/budgets/3", 5), ("/gateway/spend/flush", 7), ("/gateway/spend/poll", 7),
        ]);
    }

    private static Parsed<MoneyConfig> Read(string yaml) =>
        MoneyConfigReader.Read(SourceDocument.Parse(yaml).ShouldBeOfType<Parsed<SourceDocument>.Ok>().Value);
}
