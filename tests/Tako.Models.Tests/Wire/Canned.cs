using System.Net;

namespace Tako.Models.Tests.Wire;

/// <summary>A server that answers everything with the same bytes, without a network.</summary>
internal sealed class Canned(byte[] answer, string type, int status) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => Answer(request);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(request));

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var content = new ByteArrayContent(answer);
        content.Headers.ContentType = new(type);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content, RequestMessage = request };
    }
}
