using Tako.Reactor.Journal;
using Tako.Reactor.Steps;
using Tako.Reactor.Tests.Doubles;

namespace Tako.Reactor.Tests.Scheduling;

public class MiddlewareTests
{
    private const string Plan = "name: p\nsteps:\n  - { name: a, use: work }\n";

    [Fact]
    public void The_first_layer_is_outermost()
    {
        var seen = new List<string>();
        var world = new World().With("work", _ => World.Ok());
        world.Middleware.AddRange([new Layer("outer", seen), new Layer("inner", seen)]);
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>();
        seen.ShouldBe(["outer before a", "inner before a", "inner after a Ok", "outer after a Ok"]);
    }

    [Fact]
    public void A_layer_can_answer_instead_of_the_step_and_change_what_it_returned()
    {
        var world = new World().With("work", _ => World.Ok("1"));
        world.Middleware.Add(new Layer("l", []) { Instead = World.Ok("2") });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetInt32().ShouldBe(2);
        world.Ran.ShouldBeEmpty();

        var other = new World().With("work", _ => World.Ok("1"));
        other.Middleware.Add(new Layer("l", []) { After = World.Ok("3") });
        other.Run(Plan).ShouldBeOfType<PlanOutcome.Done>().Output.Value.GetInt32().ShouldBe(3);
    }

    [Fact]
    public void A_layer_can_turn_an_exception_into_an_outcome()
    {
        var world = new World().With("work", context =>
            context.Attempt == 1 ? throw new HttpRequestException("connection reset") : World.Ok());
        world.Middleware.Add(new Layer("l", []) { OnError = new StepOutcome.Retry(null, "the connection broke") });
        world.Run(Plan).ShouldBeOfType<PlanOutcome.Done>();
        world.Ran.Count.ShouldBe(2);
    }

    [Fact]
    public void Layers_see_every_event_in_order_and_can_follow_the_plan_live()
    {
        var layer = new Layer("l", []);
        var world = new World().With("work", _ => World.Ok());
        world.Middleware.Add(layer);
        world.Run(Plan);
        var journal = world.Journal();
        layer.Events.ShouldBe(journal.Select(entry => (entry.Seq, entry.Type)));
        layer.Progress.State.Status.ShouldBe(PlanStatus.Done);
        layer.Progress.State.Steps.Single().Status.ShouldBe(StepStatus.Done);
    }

    private sealed class Layer(string name, List<string> seen) : IReactorMiddleware
    {
        public StepOutcome? Instead { get; init; }
        public StepOutcome? After { get; init; }
        public StepOutcome? OnError { get; init; }
        public List<(long, string)> Events { get; } = [];
        public PlanProgress Progress { get; } = new();

        public ValueTask<StepOutcome?> BeforeAsync(StepContext context, CancellationToken cancellationToken)
        {
            seen.Add($"{name} before {context.Step}");
            return new(Instead);
        }

        public ValueTask<StepOutcome> AfterAsync(StepContext context, StepOutcome outcome, CancellationToken cancellationToken)
        {
            seen.Add($"{name} after {context.Step} {outcome.GetType().Name}");
            return new(After ?? outcome);
        }

        public ValueTask<StepOutcome?> ErrorAsync(
            StepContext context, Exception error, CancellationToken cancellationToken) => new(OnError);

        public ValueTask EventAsync(ReactorEvent entry, CancellationToken cancellationToken)
        {
            Events.Add((entry.Seq, entry.Type));
            Progress.Apply(entry);
            return default;
        }
    }
}
