using System.Text.Json;
using Tako.Reactor.Steps;

namespace Tako.Brain.Steps;

/// <summary>Hands its arguments on as one value.</summary>
internal sealed class GatherStep : IStepKind
{
    public string Name => "brain/gather";

    public ValueTask<StepOutcome> RunAsync(StepContext context, CancellationToken cancellationToken) =>
        new(new StepOutcome.Ok(JsonSerializer.SerializeToElement(
            context.Arguments.ToDictionary(argument => argument.Key, argument => argument.Value.Value))));
}
