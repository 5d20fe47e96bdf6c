using Tako.Models.Failures;

namespace Tako.Models.Health;

/// <summary>Kinds of failure that say the same about a model's health, so that they count together.</summary>
public enum FailureClass
{
    /// <summary>Too many requests, or no quota.</summary>
    Rate,

    /// <summary>Overloaded or broken.</summary>
    Overload,

    /// <summary>No connection, or it broke.</summary>
    Network,

    /// <summary>Silent, slow to begin, or stalled.</summary>
    Slow,

    /// <summary>Answers that are no answers.</summary>
    Answer,

    /// <summary>The key is not accepted.</summary>
    Access,
}

/// <summary>Which class a failure belongs to.</summary>
internal static class FailureClasses
{
    public const int Count = 6;

    /// <summary>Null for a failure that lies in the request, or in what one caller demands of an answer: nobody can shut a model
    /// for others by demanding what it cannot give.</summary>
    public static FailureClass? Of(CallFailureKind kind) => kind switch
    {
        CallFailureKind.RateLimited => FailureClass.Rate,
        CallFailureKind.Overloaded or CallFailureKind.ServerError => FailureClass.Overload,
        CallFailureKind.Network or CallFailureKind.Cut => FailureClass.Network,
        CallFailureKind.Silent or CallFailureKind.SlowStart or CallFailureKind.Stalled => FailureClass.Slow,
        CallFailureKind.Malformed => FailureClass.Answer,
        CallFailureKind.BadKey => FailureClass.Access,
        _ => null,
    };
}
