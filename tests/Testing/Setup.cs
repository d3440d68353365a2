using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace ArchitectAnalyzers.Testing;

/// <summary>How test code is compiled and which fix is taken; every default is what most tests want.</summary>
public sealed record Setup
{
    /// <summary>What the code is compiled against.</summary>
    public ReferenceSet References { get; init; } = ReferenceSet.Backend10;

    /// <summary>Whether the SDK's <c>global using</c>s are there. Off shows that a fix adds the <c>using</c> it needs.</summary>
    public bool ImplicitUsings { get; init; } = true;

    /// <summary>Keys of the <c>.editorconfig</c>, and their values.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Keys of a global config (<c>build_property.…</c> is how MSBuild properties arrive), and their values.</summary>
    public IReadOnlyDictionary<string, string> GlobalOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Further sources of the project, by file name. They may hold markup.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>Further sources after the fix, where it changes them too; those not named stay.</summary>
    public IReadOnlyDictionary<string, string> FixedSources { get; init; } = new Dictionary<string, string>();

    /// <summary>Additional files, by name.</summary>
    public IReadOnlyDictionary<string, string> AdditionalFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>The equivalence key of the lightbulb entry to take; null takes the first.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// What Fix All makes of the code, where it differs from one fix at a time; null means the same text. Not asked where
    /// <see cref="FixAll"/> is off.
    /// </summary>
    public string? FixAllCode { get; init; }

    /// <summary>Off for a fix that changes behaviour and so offers no Fix All.</summary>
    public bool FixAll { get; init; } = true;

    /// <summary>How often a single fix is applied until nothing is left, where that is not once per diagnostic.</summary>
    public int? Iterations { get; init; }

    /// <summary>Whether compiler errors in the code are looked at. <see cref="CompilerDiagnostics.None"/> for half-typed code.</summary>
    public CompilerDiagnostics Compiler { get; init; } = CompilerDiagnostics.Errors;

    /// <summary>Null: an executable where the code has top-level statements, else a library.</summary>
    public OutputKind? Output { get; init; }

    /// <summary>Off for code in a form that may not be generated or suppressed, so that the silent extra runs make no sense.</summary>
    public bool ExtraRuns { get; init; } = true;
}
