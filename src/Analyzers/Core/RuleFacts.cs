namespace ArchitectAnalyzers.Core;

/// <summary>What applying a rule's fix may change.</summary>
public enum FixSafety
{
    /// <summary>The rule has no fix; <see cref="RuleFactsAttribute.NoFix"/> says why.</summary>
    None,

    /// <summary>What the code does stays the same but for the defect: the fix can be applied everywhere at once.</summary>
    Safe,

    /// <summary>Observable behaviour changes: the title says so, and there is no Fix All.</summary>
    ChangesBehaviour,
}

/// <summary>What a descriptor cannot hold. <c>tools/Catalog</c> prints it on the rule's page.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RuleFactsAttribute : Attribute
{
    /// <summary>The version of the package that first had the rule: <c>0.1</c>.</summary>
    public string Since { get; set; } = "";

    /// <summary>The weakness in the Common Weakness Enumeration, by number; 0 for none.</summary>
    public int Cwe { get; set; }

    /// <summary>Whether there is a fix, and what it may change.</summary>
    public FixSafety Fix { get; set; }

    /// <summary>Why there is no fix, in words. Set if and only if <see cref="Fix"/> is <see cref="FixSafety.None"/>.</summary>
    public string? NoFix { get; set; }

    /// <summary>Whether the defect matters in test projects too, which are silent otherwise.</summary>
    public bool InTests { get; set; }
}
