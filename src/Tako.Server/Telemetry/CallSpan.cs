using System.Diagnostics;
using Tako.Models.Calls;

namespace Tako.Server.Telemetry;

/// <summary>A call between its begin and its end, as telemetry sees it.</summary>
/// <param name="Activity">Null when nobody collects traces.</param>
public readonly record struct CallSpan(Activity? Activity, ModelCall Call, long Started);
