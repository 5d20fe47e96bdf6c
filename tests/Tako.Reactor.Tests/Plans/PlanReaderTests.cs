using Tako.Core.Contracts;
using Tako.Core.Faults;
using Tako.Reactor.Plans;

namespace Tako.Reactor.Tests.Plans;

public class PlanReaderTests
{
    private static readonly PlanLimits Limits = new() { Uses = ["find", "edit", "judge"], Inputs = ["goal"] };

    [Fact]
    public void A_plan_in_YAML_is_read_with_all_its_parts()
    {
        var plan = Read("""
            name: fix
            goal: make the tests pass
            version: 2
            output: judge
            steps:
              - name: find
                use: find
                with: { goal: { input: goal }, depth: 3, names: [a, b] }
                effect: idempotent
                timeout: 90s
                retry: { attempts: 5, wait: 500ms, factor: 3, longestWait: 1m, jitter: 0 }
                model:
                  use: cheap
                  rules:
                    - { when: { attempt: 2 }, use: strong }
              - name: edit
                use: edit
                each: { step: find, path: /files }
                key: /path
                with: { file: { item: true }, all: [ { step: find, path: /files/0 }, 7 ] }
                approve: May the files be changed?
                effect: irreversible
              - name: judge
                use: judge
                after: edit
                evenIfSkipped: true
                when: { any: [ { value: { step: find, path: /count }, more: 0 }, { step: edit, was: skipped } ] }
                accept: [the tests pass, nothing else changed]
            """);
        plan.Version.ShouldBe(2);
        plan.Steps[0].Effect.ShouldBe(EffectKind.Idempotent);
        plan.Steps[0].Timeout.ShouldBe(TimeSpan.FromSeconds(90));
        plan.Steps[0].Retry.ShouldBe(new RetryPolicy
        {
            Attempts = 5, Wait = TimeSpan.FromMilliseconds(500), Factor = 3, LongestWait = TimeSpan.FromMinutes(1), Jitter = 0,
        });
        plan.Steps[0].Model!.Rules[0].ShouldBe(new ModelRule(new Condition.Attempt(2), "strong"));
        plan.Steps[1].With["all"].ShouldBeOfType<Argument.List>().Items[0].ShouldBe(new Argument.FromStep("find", "/files/0"));
        plan.Steps[1].Approve.ShouldBe("May the files be changed?");
        plan.Steps[2].After.ShouldBe(["edit"]);
        plan.Steps[2].Accept.Count.ShouldBe(2);
    }

    [Fact]
    public void Every_fault_is_listed_at_once_with_its_line()
    {
        var faults = Faults("""
            name: bad
            steps:
              - name: one
                use: fnd
                with: { a: { step: nowhere }, b: { input: wish }, c: { item: true } }
              - use: find
              - name: one
                use: edit
                colour: red
              - name: "a/b"
                use: judge
                timeout: soon
                effect: sometimes
              - name: nest
                use: plan
            """);
        Has(faults, 4, "'fnd', which is not known; known are edit, find, judge");
        Has(faults, 5, "'nowhere', which is not in this plan");
        Has(faults, 5, "input 'wish', which is not given; given are goal");
        Has(faults, 5, "takes an item");
        Has(faults, 6, "needs a stable name");
        Has(faults, 7, "is 'one', as is the name of step 1");
        Has(faults, 9, "is not known here");
        Has(faults, 10, "is not a good name");
        Has(faults, 12, "is not a time");
        Has(faults, 13, "write pure, idempotent, probeable or irreversible");
        Has(faults, 14, "a step that uses 'plan' holds one");
    }

    [Fact]
    public void A_cycle_is_named_and_so_is_what_can_never_start_because_of_it()
    {
        var faults = Faults("""
            name: round
            steps:
              - { name: a, use: find, after: [c] }
              - { name: b, use: find, with: { x: { step: a } } }
              - { name: c, use: find, when: { value: { step: b } } }
              - { name: d, use: find, after: [b] }
              - { name: free, use: find }
              - { name: self, use: find, after: [self] }
              - { name: never, use: find, when: { value: 1, equals: 2 } }
            """);
        faults.Count.ShouldBe(4);
        Has(faults, 3, "'a' waits for 'c' waits for 'b' waits for 'a'");
        Has(faults, 6, "is unreachable: it waits for 'b'");
        Has(faults, 8, "'self' waits for 'self'");
        Has(faults, 9, "can never hold");
    }

    [Fact]
    public void Plans_that_are_too_large_or_too_deep_are_refused()
    {
        var many = "name: many\nsteps:\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"  - {{ name: s{i}, use: find }}\n"));
        Has(Faults(many), 3, "is 1001 steps in all, with a limit of 1000");
        var deep = """{"name":"x","use":"find"}""";
        for (var level = 0; level < 7; level++)
            deep = """{"name":"x","use":"plan","plan":{"steps":[""" + deep + "]}}";
        Faults("""{"name":"deep","steps":[""" + deep + "]}").ShouldContain(fault => fault.Message.Contains("nested deeper than 6"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("steps: 7")]
    [InlineData("name: x\nsteps: []")]
    [InlineData("{")]
    [InlineData("name: x\nsteps: [7, null, {}]")]
    public void What_is_no_plan_is_refused_with_a_reason(string text) => Faults(text).ShouldNotBeEmpty();

    [Fact]
    public void A_nested_plan_sees_its_steps_arguments_as_inputs_and_nothing_else()
    {
        var faults = Faults("""
            name: outer
            steps:
              - name: inner
                use: plan
                with: { file: x }
                plan:
                  steps:
                    - { name: a, use: find, with: { good: { input: file } } }
                    - { name: b, use: find, with: { bad: { input: goal }, worse: { step: inner } } }
            """);
        faults.Count.ShouldBe(2);
        Has(faults, 9, "the input 'goal', which is not given; given are file");
        Has(faults, 9, "refers to the step 'inner'");
    }

    private static Plan Read(string text) =>
        PlanReader.Read(text, Limits) is Parsed<Plan>.Ok(var plan)
            ? plan
            : throw new InvalidOperationException(string.Join("\n", Faults(text)));

    private static IReadOnlyList<Fault> Faults(string text) => PlanReader.Read(text, Limits).ShouldBeOfType<Parsed<Plan>.Faulty>().Faults;

    private static void Has(IReadOnlyList<Fault> faults, int line, string part) =>
        faults.ShouldContain(fault => fault.Line == line && fault.Message.Contains(part), string.Join("\n", faults));
}
