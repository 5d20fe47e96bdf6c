namespace Tako.Core.Budgets;

/// <summary>Why a budget said no.</summary>
/// <param name="Budget">Path of the budget that had too little, such as <c>task/coder</c>.</param>
/// <param name="Measure"><c>tokens</c>, <c>usd</c>, <c>time</c>, <c>overrun</c> or <c>closed</c>.</param>
public sealed record Shortfall(string Budget, string Measure, string Message);
