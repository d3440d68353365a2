using System.Text;

namespace ArchitectAnalyzers.Rules.Database;

/// <summary>Reports SQL text that is composed, in sight, of something that is neither constant nor safe by type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
[RuleFacts(Since = "0.1", Cwe = 89, Fix = FixSafety.Safe)]
public sealed class UnparameterizedSql : CallRule
{
    /// <summary>A letter for the place of each hole (additional location): <c>Q</c> quoted value, <c>V</c> value, <c>L</c> list, <c>N</c> name.</summary>
    internal const string Places = nameof(Places);

    internal static readonly DiagnosticDescriptor Descriptor = Describe.Rule(
        id: "ARCH2001",
        title: "Pass values to SQL as parameters",
        messageFormat: "'{0}' becomes part of the SQL text; {1}",
        category: Describe.Database,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "SQL text is composed with a value that is neither constant nor safe by type: whoever chooses the value can change the statement.",
        Describe.Cwe(89));

    private const string AsValue = "pass it as a parameter";
    private const string AsName = "no parameter can stand there, so take it from a list of allowed names or quote it";

    public UnparameterizedSql() : base(Descriptor, SqlSinks.Table) { }

    private protected override void Check(OperationAnalysisContext context, KnownMethod row, Facts facts)
    {
        // Almost all SQL in the world stops here.
        if (SqlSinks.TextOf(context.Operation, row) is not { ConstantValue.HasValue: false } sql) return;

        if (Judge(facts, sql, context.CancellationToken) is not { } holes || IsFedBefore(context.Operation, sql, holes[0], facts, context.CancellationToken)) return;

        var (locations, places) = (new Location[holes.Count], new char[holes.Count]);
        for (var i = 0; i < holes.Count; i++)
        {
            locations[i] = holes[i].Part.Hole!.Syntax.GetLocation();
            places[i] = holes[i].Place switch { SqlPlace.QuotedValue => 'Q', SqlPlace.Value => 'V', SqlPlace.ValueList => 'L', _ => 'N' };
        }

        context.Report(Descriptor, CallShapes.NameNode(context.Operation.Syntax), locations, ImmutableDictionary<string, string?>.Empty.Add(Places, new string(places)),
            NameOf(holes[0].Part), holes[0].IsValue ? AsValue : AsName);
    }

    private readonly struct Finding(TextPart part, SqlPlace place)
    {
        internal TextPart Part { get; } = part;
        internal SqlPlace Place { get; } = place;
        internal bool IsValue => Place is not (SqlPlace.Identifier or SqlPlace.Fragment);
    }

    // The holes that should not be; null where there are none.
    private static List<Finding>? Judge(Facts facts, IOperation sql, CancellationToken cancellationToken)
    {
        var text = facts.Provenance().Of(sql, cancellationToken);
        if (text.IsWhole || text.Origin <= Origin.Escaped) return null;
        List<Finding>? holes = null;
        foreach (var variant in text.Variants)
        {
            // A value on its own is not composed here, whatever it is.
            if (variant.Length == 1) continue;
            var before = new StringBuilder();
            for (var i = 0; i < variant.Length; i++)
            {
                var part = variant[i];
                if (part.Origin > Origin.Escaped && part.IsText)
                {
                    var after = i + 1 < variant.Length ? variant[i + 1].Literal ?? "" : "";
                    var place = SqlPlaces.Of(before.ToString(), after);
                    if (IsDefect(part, place) && !Contains(holes, part))
                        (holes ??= new List<Finding>()).Add(new Finding(part, place));
                }

                before.Append(part.Literal ?? "x");
            }
        }

        return holes;
    }

    private static bool IsDefect(TextPart part, SqlPlace place) => place switch
    {
        // Quotes around it: it is a value, wherever it comes from.
        SqlPlace.QuotedValue => true,

        // No quotes around a string: a value, or a placeholder or expression made by code out of sight.
        SqlPlace.Value or SqlPlace.ValueList => part.Origin == Origin.Request
            || (!IsNamedLikeSql(part.Hole!) && (part.Origin == Origin.Parameter || part.Source is not IInvocationOperation)),

        // A schema is chosen by whoever deploys, however many methods hand it on.
        SqlPlace.Identifier => part.Origin == Origin.Request || part.Origin == Origin.Parameter && part.Hole!.Syntax.ToString().IndexOf("schema", StringComparison.OrdinalIgnoreCase) < 0,
        _ => part.Origin == Origin.Request,
    };

    private static readonly string[] s_words = { "param", "placeholder", "sql", "clause", "expression", "condition", "prefix", "function" };

    private static bool IsNamedLikeSql(IOperation hole) => Words.Has(hole.Syntax.ToString(), s_words, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(List<Finding>? holes, TextPart part)
    {
        if (holes is null) return false;
        foreach (var hole in holes)
            if (hole.Part.Hole!.Syntax == part.Hole!.Syntax) return true;
        return false;
    }

    // One text in a local, handed to several sinks, is one defect: the first reports it.
    private static bool IsFedBefore(IOperation sink, IOperation sql, Finding first, Facts facts, CancellationToken cancellationToken)
    {
        if (LocalOf(sql) is not { } local) return false;
        var sinks = facts.SqlSinks();
        foreach (var operation in sink.Root().Descendants())
        {
            if (operation.Syntax.SpanStart >= sink.Syntax.SpanStart || sinks.TextOf(operation) is not { } earlier) continue;
            if (!SymbolEqualityComparer.Default.Equals(LocalOf(earlier), local)) continue;
            if (Judge(facts, earlier, cancellationToken) is { } holes && Contains(holes, first.Part)) return true;
        }

        return false;
    }

    private static ILocalSymbol? LocalOf(IOperation sql) => sql switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IInvocationOperation { TargetMethod.Name: "ToString", Instance: ILocalReferenceOperation builder } => builder.Local,
        IConversionOperation conversion => LocalOf(conversion.Operand),
        _ => null,
    };

    // The expression in the hole; what is behind it where that is long.
    private static string NameOf(TextPart part)
    {
        var name = part.Hole!.Syntax.ToString();
        if (name.Length > 40 || name.IndexOf('\n') >= 0) name = part.Source!.Syntax.ToString();
        return name.Length > 60 || name.IndexOf('\n') >= 0 ? "a value" : name;
    }
}
