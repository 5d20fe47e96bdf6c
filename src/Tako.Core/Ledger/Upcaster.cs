namespace Tako.Core.Ledger;

/// <summary>
/// Reads an older event as the next version of its type; the stored bytes and hashes stay as they are.
/// </summary>
/// <param name="Type">The event's type.</param>
/// <param name="From">The version it reads; it makes <c>From + 1</c>.</param>
/// <param name="Body">Makes the newer body from the older one. Pure: the same body always gives the same result.</param>
public sealed record Upcaster(string Type, int From, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Body);
