using Microsoft.CodeAnalysis;

namespace Tako.Workspace.Repairs.Twitches.CSharp.Wounds;

/// <summary>Plain values of types, as people write them.</summary>
internal static class Plain
{
    public static bool IsWhole(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    public static bool IsNumber(ITypeSymbol type) => IsWhole(type)
        || type.SpecialType is SpecialType.System_Decimal or SpecialType.System_Single or SpecialType.System_Double;

    /// <summary>The value for "nothing yet"; null for a structure that has no such.</summary>
    public static string? Value(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => "false",
        { SpecialType: SpecialType.System_Char } => "' '",
        { SpecialType: SpecialType.System_String } => "\"\"",
        { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } => "null",
        _ when IsNumber(type) => "0",
        { IsReferenceType: true } => "null",
        _ => null,
    };
}
