using System.Text;
using System.Text.Json.Nodes;
using Tako.Core.Identity;
using Tako.Core.Ledger;

namespace Tako.Core.Tests.Ledger;

public sealed class UpcastersTests
{
    private static readonly Upcasters _upcasters = new([
        new Upcaster("step.completed", 1, body =>
            Change(body, step => new JsonObject { ["name"] = step["step"]!.DeepClone(),
            ["ms"] = step["ms"]!.DeepClone() })),
        new Upcaster("step.completed", 2, body => Change(body, step => new JsonObject
        {
            ["name"] = step["name"]!.DeepClone(),
            ["seconds"] = step["ms"]!.GetValue<double>() / 1000,
        })),
    ]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_stored_version_is_read_as_the_newest(int version)
    {
        var read = _upcasters.Read(Stored("step.completed", version, Golden.Read($"step-v{version}.json")));
        read.Version.ShouldBe(3);
        Encoding.UTF8.GetString(read.Body.Span).Trim().ShouldBe(Golden.Read("step-v3.json").Trim());
        read.Hash.ShouldBe("as stored");
    }

    [Theory]
    [InlineData("step.completed", 4)]
    [InlineData("step.unknown", 1)]
    public void An_unknown_type_or_a_newer_version_passes_unchanged(string type, int version)
    {
        var stored = Stored(type, version, """{"future":true}""");
        _upcasters.Read(stored).ShouldBeSameAs(stored);
    }

    [Fact]
    public void Two_readers_of_one_version_are_a_mistake()
    {
        var same = new Upcaster("a", 1, body => body);
        Should.Throw<ArgumentException>(() =>
            new Upcasters([same, same])).Message.ShouldContain("Two upcasters read version 1 of a");
        Should.Throw<ArgumentException>(() =>
            new Upcasters([new Upcaster("a", 0, body => body)])).Message.ShouldContain("version 0");
    }

    private static ReadOnlyMemory<byte> Change(ReadOnlyMemory<byte> body, Func<JsonNode, JsonObject> change) =>
        Encoding.UTF8.GetBytes(change(JsonNode.Parse(body.Span)!).ToJsonString());

    private static LedgerEvent Stored(string type, int version, string body) => new()
    {
        Tenant = Tenant.Local,
        Stream = new StreamId("task/t-1"),
        Seq = 1,
        Epoch = 0,
        Time = DateTimeOffset.UnixEpoch,
        Actor = "brain",
        Type = type,
        Version = version,
        Body = Encoding.UTF8.GetBytes(body),
        Blobs = [],
        Hash = "as stored",
    };
}
