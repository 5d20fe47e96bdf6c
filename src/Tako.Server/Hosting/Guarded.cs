using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tako.Core.Ledger;

namespace Tako.Server.Hosting;

/// <summary>Stands before a handler: what the world refuses becomes a status, a mistake is logged and shows nothing of
/// itself.</summary>
internal sealed partial class Guarded(RequestDelegate handler, ILogger log)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await handler(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has left.
        }
        catch (BadHttpRequestException wrong)
        {
            Fail(http, wrong.StatusCode);
        }
        catch (LedgerUnavailableException gone)
        {
            Unavailable(log, http.Request.Path, gone.Message);
            Fail(http, StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception mistake)
        {
            Mistake(log, mistake, http.Request.Path);
            Fail(http, StatusCodes.Status500InternalServerError);
        }
    }

    private static void Fail(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be answered: {Why}")]
    private static partial void Unavailable(ILogger log, string path, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} ended in a mistake of the gateway")]
    private static partial void Mistake(ILogger log, Exception mistake, string path);
}
