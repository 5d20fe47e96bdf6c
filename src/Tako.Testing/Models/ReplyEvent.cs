namespace Tako.Testing.Models;

/// <summary>What an event of a fake stream is, so that faults can be placed.</summary>
internal enum ReplyEvent { Frame, Words, EndMark }
