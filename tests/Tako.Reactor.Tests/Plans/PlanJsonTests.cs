using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Reactor.Plans;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Plans;

public class PlanJsonTests
{
    private static readonly PlanLimits Any = new();

    [Fact]
    public void Any_plan_written_and_read_is_the_same_plan() => FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var plan = Decorated(RandomPlans.Dag(seed), new Random(seed));
            var json = PlanJson.Write(plan);
            var read = PlanJson.Read(json, Any).ShouldBeOfType<Parsed<Plan>.Ok>().Value;
            Encoding.UTF8.GetString(PlanJson.Write(read).Span).ShouldBe(Encoding.UTF8.GetString(json.Span));
            var fromText = PlanReader.Read(Encoding.UTF8.GetString(json.Span), Any).ShouldBeOfType<Parsed<Plan>.Ok>().Value;
            fromText.Steps.Select(step => step.Name).ShouldBe(plan.Steps.Select(step => step.Name));
        }));

    [Fact]
    public void Nonsense_is_refused_and_never_throws() => FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1500),
        Prop.ForAll(Gen.Choose(1, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var text = new StringBuilder(Encoding.UTF8.GetString(PlanJson.Write(Decorated(RandomPlans.Dag(seed, 8), random)).Span));
            string[] pieces = ["{", "}", "[", "]", ":", ",", "\"", "null", "-1", "1e999", "\n", "- ", "&a", "*a",
                "!!x", "steps", "use", "\0", "😀", "each", "step"];
            for (var change = random.Next(1, 12); change > 0 && text.Length > 0; change--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text.Remove(at, Math.Min(text.Length - at, random.Next(1, 20)));
                        break;
                    case 1:
                        text.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    default:
                        text[at] = (char)random.Next(1, 0x250);
                        break;
                }
            }

            // Whatever comes out, it comes out: a plan that is accepted can also be written and read again.
            if (PlanReader.Read(text.ToString(), Any) is Parsed<Plan>.Ok(var plan))
                PlanJson.Read(PlanJson.Write(plan), Any).ShouldBeOfType<Parsed<Plan>.Ok>();
            _ = PlanJson.Read(Encoding.UTF8.GetBytes(text.ToString()), Any);
        }));

    [Fact]
    public void A_literal_that_looks_like_a_reference_stays_a_literal()
    {
        var literal = JsonElement.Parse("""{"step":"a"}""");
        var plan = new Plan
        {
            Name = "p",
            Steps = [new PlanStep
            {
                Name = "a",
                Use = "x",
                With = new Dictionary<string, Argument> { ["v"] = new Argument.Value(literal) },
            }],
        };
        var read = PlanJson.Read(PlanJson.Write(plan), Any).ShouldBeOfType<Parsed<Plan>.Ok>().Value;
        read.Steps[0].With["v"].ShouldBeOfType<Argument.Value>().Literal.GetRawText().ShouldBe(literal.GetRawText());
    }

    private static Plan Decorated(Plan plan, Random random)
    {
        var first = plan.Steps.FirstOrDefault(step => step.After.Count == 0)!.Name;
        return plan with
        {
            Goal = random.Next(2) == 0 ? null : "a goal: with \"odd\" {text}",
            Version = random.Next(1, 4),
            Steps = [.. plan.Steps.Select(step => step.Name == first || random.Next(3) > 0 ? step : step with
            {
                When = new Condition.Any([
                    new Condition.Not(new Condition.More(new Argument.FromStep(first, "/n"), 2.5m)),
                    new Condition.All([new Condition.Truthy(new Argument.FromInput("x")), new Condition.Was(first, "skipped")])]),
                EvenIfSkipped = random.Next(2) == 0,
                Each = random.Next(2) == 0
                    ? null
                    : new Argument.List(
                        [new Argument.FromStep(first), new Argument.Value(JsonElement.Parse("[1,{}]"))]),
                Effect = (EffectKind)random.Next(4),
                Retry = random.Next(2) == 0 ? null : new RetryPolicy { Attempts = 2, Wait = TimeSpan.FromMilliseconds(1500) },
                Timeout = random.Next(2) == 0 ? null : TimeSpan.FromSeconds(90),
                Model = random.Next(2) == 0 ? "m" : new ModelChoice("m", [new ModelRule(new Condition.Attempt(2), "n")]),
                Approve = random.Next(2) == 0 ? null : "Sure?",
                Accept = ["it works"],
                Use = "plan",
                Plan = new Plan { Name = "", Steps = [new PlanStep { Name = "in", Use = "work" }] },
            })],
        };
    }
}
