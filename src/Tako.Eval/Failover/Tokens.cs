namespace Tako.Eval.Failover;

/// <summary>Tokens that an answer was counted with.</summary>
public sealed record Tokens(int Input, int Output)
{
    public override string ToString() => $"{Input} in, {Output} out";
}
