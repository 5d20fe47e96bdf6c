using System.Globalization;
using System.Text;
using Tako.Eval.Failover.Protocols;

namespace Tako.Eval.Failover.Provider;

/// <summary>Carries out one reply on a connection.</summary>
internal sealed class Answering(ResponseWriter writer, AskedFor asked, AnswerFacts facts)
{
    private const long MostEndlessBytes = 1L << 30;
    private const int EndlessStep = 64 * 1024;
    private readonly Dialect _dialect = Dialect.Of(asked.Wire);

    public async ValueTask DoAsync(Reply reply, CancellationToken cancellationToken)
    {
        switch (reply)
        {
            case Reply.Refused refused:
                var wait = refused.RetryAfter is { } after
                    ? string.Create(CultureInfo.InvariantCulture, $"Retry-After: {after.TotalSeconds:0}\r\n")
                    : "";
                await JsonAsync(refused.Status, _dialect.Error(refused.Kind), wait, cancellationToken);
                break;
            case Reply.Reset:
                writer.Reset();
                break;
            case Reply.Silent silent:
                await writer.WaitAsync(silent.For, cancellationToken);
                writer.Close();
                break;
            case Reply.Raw raw:
                await writer.WholeAsync(200, raw.MediaType, raw.Body, "", cancellationToken);
                break;
            case Reply.ErrorInside inside when asked.Streams:
                await writer.BeginAsync("text/event-stream", cancellationToken);
                await writer.ChunkAsync(_dialect.ErrorEvent(inside.Kind), cancellationToken);
                await writer.EndAsync(cancellationToken);
                break;
            case Reply.ErrorInside inside:
                await JsonAsync(200, _dialect.Error(inside.Kind), "", cancellationToken);
                break;
            case Reply.EndlessLine:
                await EndlessAsync(cancellationToken);
                break;
            case Reply.Answered answered when asked.Streams:
                await StreamAsync(answered, cancellationToken);
                break;
            case Reply.Answered answered:
                await WholeAsync(answered, cancellationToken);
                break;
        }
    }

    private async ValueTask StreamAsync(Reply.Answered reply, CancellationToken cancellationToken)
    {
        var pieces = _dialect.Stream(reply.Answer, facts);
        await writer.BeginAsync(reply.MediaType ?? "text/event-stream", cancellationToken);
        if (reply.AtOnce)
        {
            await writer.ChunkAsync(string.Concat(pieces.Select(piece => piece.Text)), cancellationToken);
            await writer.EndAsync(cancellationToken);
            return;
        }

        var tokens = 0;
        var began = DateTimeOffset.MinValue;
        foreach (var piece in pieces)
        {
            if (piece.Kind == PieceKind.Token)
            {
                // By a timetable: what a coarse timer waits too long for one token is not waited for the next.
                await writer.WaitAsync(tokens == 0 ? reply.First : began + (tokens * reply.Pace) - writer.Now, cancellationToken);
                if (tokens == 0)
                    began = writer.Now;
                if (reply.Break is { } broken && broken.After == tokens && await BreaksAsync(broken, piece, cancellationToken))
                    return;
                tokens++;
            }

            if (piece.Kind == PieceKind.EndMark && reply.Break is { Kind: BreakKind.NoEnd })
                break;
            await writer.ChunkAsync(piece.Text, cancellationToken);
        }

        if (reply.Break is { Kind: BreakKind.NoEnd } open)
        {
            await writer.WaitAsync(open.For, cancellationToken);
            writer.Close();
            return;
        }

        await writer.EndAsync(cancellationToken);
    }

    /// <summary>Whether the answer is at its end.</summary>
    private async ValueTask<bool> BreaksAsync(Break broken, Piece next, CancellationToken cancellationToken)
    {
        switch (broken.Kind)
        {
            case BreakKind.Malformed:
                await writer.ChunkAsync(_dialect.Malformed(facts), cancellationToken);
                return false;
            case BreakKind.Cut or BreakKind.Stall:
                await writer.WaitAsync(broken.For, cancellationToken);
                await writer.CutAsync(next.Text, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private async ValueTask WholeAsync(Reply.Answered reply, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(_dialect.Whole(reply.Answer, facts));
        await writer.WaitAsync(reply.First, cancellationToken);
        switch (reply.Break?.Kind)
        {
            case BreakKind.Cut or BreakKind.Stall:
                await writer.WaitAsync(reply.Break.For, cancellationToken);
                await writer.CutWholeAsync(body, cancellationToken);
                break;
            case BreakKind.Malformed:
                await writer.WholeAsync(200, "application/json", body.AsMemory(0, body.Length / 2), "", cancellationToken);
                break;
            default:
                await writer.WholeAsync(200, reply.MediaType ?? "application/json", body, "", cancellationToken);
                break;
        }
    }

    private async ValueTask EndlessAsync(CancellationToken cancellationToken)
    {
        await writer.BeginAsync(asked.Streams ? "text/event-stream" : "application/json", cancellationToken);
        await writer.ChunkAsync(asked.Streams ? "data: {\"text\":\"" : "{\"text\":\"", cancellationToken);
        var step = new string('x', EndlessStep);
        for (var sent = 0L; sent < MostEndlessBytes; sent += EndlessStep)
            await writer.ChunkAsync(step, cancellationToken);
        await writer.EndAsync(cancellationToken);
    }

    private ValueTask JsonAsync(int status, string body, string headers, CancellationToken cancellationToken) =>
        writer.WholeAsync(status, "application/json", Encoding.UTF8.GetBytes(body), headers, cancellationToken);
}
