namespace Tako.Eval.Failover.Protocols;

/// <summary>Where in an answer an event stands.</summary>
internal enum PieceKind
{
    /// <summary>What comes before the first token.</summary>
    Opening,

    /// <summary>One token of reasoning, text or arguments.</summary>
    Token,

    /// <summary>Between and after the tokens, up to the finish reason and the usage.</summary>
    Closing,

    /// <summary>What ends the stream once everything is said.</summary>
    EndMark,
}

/// <summary>One server-sent event, or a few that travel together, as text.</summary>
internal readonly record struct Piece(PieceKind Kind, string Text);
