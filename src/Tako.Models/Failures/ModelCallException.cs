namespace Tako.Models.Failures;

/// <summary>The one exception, besides cancellation, that Tako's chat clients throw: it carries the failure as a
/// value.</summary>
public sealed class ModelCallException(CallFailure failure) : Exception(failure.Message)
{
    public CallFailure Failure { get; } = failure;
}
