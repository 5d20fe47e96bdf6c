namespace Tako.Eval.Tests.Failover.Doubles;

/// <summary>Tests with clocks that run fast: one after the other, when nothing else takes the processor from them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Clocked
{
    public const string Name = "clocked";

    public const double Scale = 20;
}
