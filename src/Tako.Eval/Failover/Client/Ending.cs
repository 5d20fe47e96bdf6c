namespace Tako.Eval.Failover.Client;

/// <summary>How a response ended, as the transport shows it.</summary>
internal enum Ending
{
    /// <summary>As it should: the body is whole, or the mark that ends the stream was there.</summary>
    Whole,

    /// <summary>The connection broke off, which every client notices.</summary>
    BrokenOff,

    /// <summary>Not at all while the client was patient.</summary>
    Hanging,
}
