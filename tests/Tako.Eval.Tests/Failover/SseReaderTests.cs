using System.Text;
using Tako.Eval.Failover.Client;

namespace Tako.Eval.Tests.Failover;

public sealed class SseReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Any_split_of_a_stream_gives_the_same_events(int size)
    {
        const string Text = "event: a\r\ndata: 1\r\ndata:2\r\n\r\n: cost 3\n\ndata: \u00e9\rid: 4\r\rdata: lost";
        var reader = new SseReader(new Slowly(Encoding.UTF8.GetBytes(Text), size));
        var events = new List<SseEvent>();
        await foreach (var next in reader.ReadAsync(TestContext.Current.CancellationToken))
            events.Add(next);

        events.ShouldBe([new("a", "1\n2"), new("", null, "cost 3"), new("", "\u00e9")]);
        reader.Unfinished.ShouldBeTrue();
    }

    private sealed class Slowly(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
