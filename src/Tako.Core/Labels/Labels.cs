namespace Tako.Core.Labels;

/// <summary>The labels that values have where they enter Tako.</summary>
public static class Labels
{
    /// <summary>Tako's own constants: the bottom of the lattice, joined with anything it changes nothing.</summary>
    public static readonly Label None = new(Integrity.System, Confidentiality.Public, []);

    public static Label System(string source) => new(Integrity.System, Confidentiality.Internal, [source]);

    /// <summary>What the person who owns the task wrote: goal, constraints, answers.</summary>
    public static Label User(string source) => new(Integrity.User, Confidentiality.Internal, [source]);

    /// <summary>What an arm or a model made; join it with the labels of everything the arm had read.</summary>
    public static Label Arm(string source) => new(Integrity.Arm, Confidentiality.Internal, [source]);

    /// <summary>A repository's content and the result of any tool.</summary>
    public static Label Tool(string source) => new(Integrity.Tool, Confidentiality.Internal, [source]);

    public static Label Web(string source) => new(Integrity.Web, Confidentiality.Public, [source]);

    /// <summary>What an arm remembers: no better than the worst that it was made of, which nobody remembers.</summary>
    public static Label Memory(string source) => new(Integrity.Web, Confidentiality.Internal, [source]);

    /// <summary>A key or password: written by the user, shown to nobody.</summary>
    public static Label Secret(string source) => new(Integrity.User, Confidentiality.Secret, [source]);

    /// <summary>The label of a value made from many.</summary>
    public static Label JoinAll(IEnumerable<Label> labels) => labels.Aggregate(None, (all, next) => all.Join(next));
}
