using Microsoft.Extensions.AI;

namespace Tako.Models.Wire;

/// <summary>One thing that a frame says, whatever the protocol: the typed view of its bytes.</summary>
internal abstract record Delta
{
    private Delta() { }

    /// <summary>Words, thoughts or a part of a tool call: once one was passed on, an attempt cannot be made again
    /// unseen.</summary>
    public virtual bool IsContent => false;

    public sealed record Identity(string? Id, string? Model) : Delta;

    /// <param name="IsRefusal">The model says that it will not answer, and why.</param>
    public sealed record Text(string Words, bool IsRefusal = false) : Delta
    {
        public override bool IsContent => Words.Length > 0;
    }

    /// <summary>How likely the tokens of the text beside it were.</summary>
    /// <param name="Tokens">A JSON list in OpenAI's form.</param>
    public sealed record LogProbs(string Tokens) : Delta;

    /// <param name="Signature">What the provider wants to be given back; see <see cref="ThoughtSeal"/>.</param>
    public sealed record Reasoning(string Words, string? Signature = null) : Delta
    {
        public override bool IsContent => true;
    }

    /// <summary>A part of a tool call; parts with the same index belong together unless a new id begins
    /// another.</summary>
    public sealed record Tool(int? Index, string? Id, string? Name, string Arguments) : Delta
    {
        public override bool IsContent => true;
    }

    public sealed record Finish(ChatFinishReason Reason) : Delta;

    /// <summary>What is known so far; later values replace earlier ones field by field.</summary>
    public sealed record Used(UsageDetails Usage) : Delta;

    /// <summary>The provider reports a failure inside an answer that began well.</summary>
    public sealed record Failed(ProviderError Error) : Delta;

    /// <summary>The protocol's end mark.</summary>
    public sealed record End : Delta;
}
