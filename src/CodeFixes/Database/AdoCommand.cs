namespace ArchitectAnalyzers.CodeFixes.Database;

/// <summary>A command that is given its text, and where in the code its parameters can be added.</summary>
internal sealed class AdoCommand
{
    private readonly FixSite _site;
    private readonly string _name, _local;
    private readonly StatementSyntax _anchor;
    private readonly bool _inside, _clear;
    private readonly Kind _kind;
    private readonly HashSet<string> _taken;

    private AdoCommand(FixSite site, string name, StatementSyntax anchor, bool inside, bool clear, Kind kind, HashSet<string> taken, string local)
    {
        _site = site;
        _name = name;
        _anchor = anchor;
        _inside = inside;
        _clear = clear;
        _kind = kind;
        _taken = taken;
        _local = local;
    }

    private enum Kind
    {
        /// <summary>Parameters are created by the command and filled in: any provider.</summary>
        Any,

        /// <summary>SQL Server: typed, because a guessed length or type costs an index or a plan.</summary>
        SqlServer,

        /// <summary>The provider's <c>AddWithValue</c>, which is its own recommended way.</summary>
        WithValue,
    }

    /// <summary>Whether the database refuses a text where it wants a number.</summary>
    internal bool IsStrict { get; private set; }

    internal string[] Usings => _kind == Kind.SqlServer ? new[] { "System.Data" } : Array.Empty<string>();

    /// <summary>Whether the member names a parameter, a local or anything else so.</summary>
    internal bool IsTaken(string name) => _taken.Contains("@" + name) || (_kind == Kind.Any && _taken.Contains(LocalOf(name)));

    private string LocalOf(string name) => (_local.Length == 0 ? name : _local + char.ToUpperInvariant(name[0]) + name.Substring(1)) + "Parameter";

    /// <summary>The command behind a sink; null where it has no name, or where statements cannot follow.</summary>
    internal static AdoCommand? Of(FixSite site, IOperation sink)
    {
        var (receiver, anchor, inside) = sink switch
        {
            IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation { Parent: IExpressionStatementOperation { Syntax: StatementSyntax statement } },
                Instance.Syntax: ExpressionSyntax of } =>
                (of.ToString(), statement, false),
            IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation creation } } } => Declared(creation.Syntax),
            IObjectCreationOperation or IInvocationOperation => Declared(sink.Syntax),
            _ => default,
        };
        if (anchor is null || receiver is null) return null;
        var type = sink switch
        {
            IPropertyReferenceOperation property => property.Instance?.Type,
            _ => sink.Type,
        };
        if (type is null || KindOf(type, site) is not { } kind) return null;
        if (!inside && anchor.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)) return null;

        // One command with several texts keeps the parameters of the first, unless they are cleared.
        var scope = anchor.Ancestors()
            .First(a => a is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax or AccessorDeclarationSyntax);
        if (!IsSimple(receiver)) return null;
        var accesses = scope.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(m => m.Expression.ToString() == receiver).ToList();
        var texts = accesses.Count(m => m.Name.Identifier.ValueText == "CommandText" && m.Parent is AssignmentExpressionSyntax set && set.Left == m);
        if (sink is not IPropertyReferenceOperation || sink.Parent?.Parent is IObjectOrCollectionInitializerOperation) texts++;
        var isReused = texts > 1 || (sink is IPropertyReferenceOperation && IsInLoop(anchor, receiver, scope));
        if (isReused && accesses.Any(m => m.Name.Identifier.ValueText is "Parameters" or "CreateParameter")) return null;
        if (isReused && kind == Kind.Any && texts > 1) return null;

        // Names that this command has parameters of already, and locals.
        var createsParameters = accesses.Any(m => m.Name.Identifier.ValueText == "CreateParameter");
        var taken = new HashSet<string>(scope.DescendantTokens()
            .Where(t => t.IsKind(SyntaxKind.StringLiteralToken)
                && (createsParameters || t.Parent!.FirstAncestorOrSelf<StatementSyntax>() is { } statement
                    && accesses.Any(m => statement.Span.Contains(m.Span))))
            .Select(t => "@" + t.ValueText.TrimStart('@')), StringComparer.OrdinalIgnoreCase);
        var local = "";
        if (kind == Kind.Any)
        {
            foreach (var symbol in site.Semantics.LookupSymbols(anchor.SpanStart)) taken.Add(symbol.Name);

            // Several commands in one member: the locals say whose parameter they are.
            var commands = scope.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .Count(set => set.Left.ToString().EndsWith("CommandText", StringComparison.Ordinal));
            if (commands > 1) local = receiver.Split('.').Last().TrimStart('_', '@');
        }

        return new AdoCommand(site, receiver, anchor, inside, isReused, kind, taken,
            local) { IsStrict = type.Name.StartsWith("Npgsql", StringComparison.Ordinal) };
    }

    /// <summary>The statements that add the parameters.</summary>
    internal IReadOnlyList<string> Statements(IReadOnlyList<SqlParameter> parameters)
    {
        var statements = new List<string>();
        if (_clear) statements.Add($"{_name}.Parameters.Clear();");
        foreach (var parameter in parameters)
        {
            var value = OrNull(parameter);
            switch (_kind)
            {
                case Kind.SqlServer when IsString(parameter):
                    statements.Add($"{_name}.Parameters.Add(\"@{parameter.Name}\", SqlDbType.NVarChar).Value = {value};");
                    break;
                case Kind.SqlServer or Kind.WithValue:
                    statements.Add($"{_name}.Parameters.AddWithValue(\"@{parameter.Name}\", {value});");
                    break;
                default:
                    var local = LocalOf(parameter.Name);
                    statements.Add($"var {local} = {_name}.CreateParameter();");
                    statements.Add($"{local}.ParameterName = \"@{parameter.Name}\";");
                    statements.Add($"{local}.Value = {value};");
                    statements.Add($"{_name}.Parameters.Add({local});");
                    break;
            }
        }

        return statements;
    }

    internal void Insert(DocumentEditor editor, IReadOnlyList<string> statements)
    {
        var indent = Indent(_inside ? ((BlockSyntax)_anchor).Statements[0] : _anchor);
        var nodes = statements.Select(s => ParseStatement(s).WithLeadingTrivia(indent).WithTrailingTrivia(LineFeed)).ToList();
        if (_inside) editor.InsertBefore(((BlockSyntax)_anchor).Statements[0], nodes);
        else if (_anchor.Parent is GlobalStatementSyntax global) editor.InsertAfter(global, nodes.Select(GlobalStatement));
        else editor.InsertAfter(_anchor, nodes);
    }

    private static SyntaxTrivia Indent(StatementSyntax statement) =>
        statement.GetLeadingTrivia() is { Count: > 0 } trivia && trivia.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? trivia.Last() : Whitespace("");

    // The name that an object is declared with or assigned to, and the statement that does it.
    private static (string? Receiver, StatementSyntax? Anchor, bool Inside) Declared(SyntaxNode creation)
    {
        var node = creation;
        while (node.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax) node = node.Parent;
        switch (node.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator }:
                return declaration.Parent switch
                {
                    LocalDeclarationStatementSyntax local => (declarator.Identifier.Text, local, false),
                    UsingStatementSyntax { Statement: BlockSyntax { Statements.Count: > 0 } block } => (declarator.Identifier.Text, block, true),
                    _ => default,
                };
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax statement } assignment
                when assignment.Right == node:
                return (assignment.Left.ToString(), statement, false);
            default:
                return default;
        }
    }

    private static Kind? KindOf(ITypeSymbol command, FixSite site)
    {
        var space = command.ContainingNamespace.ToDisplayString();

        // Parameters by position, or with another prefix.
        if (space is "System.Data.Odbc" or "System.Data.OleDb" || space.StartsWith("Oracle.", StringComparison.Ordinal)) return null;
        if (!command.IsA(site.Facts[KnownType.IDbCommand]) && !command.IsA(site.Facts[KnownType.DbBatchCommand])) return null;
        for (var type = command; type is not null; type = type.BaseType)
        {
            if (type.GetMembers("Parameters").OfType<IPropertySymbol>().FirstOrDefault() is not { Type: var collection }) continue;
            if (site.Facts.Is(collection, KnownType.SqlParameterCollection) || site.Facts.Is(collection, KnownType.SystemSqlParameterCollection))
                return Kind.SqlServer;
            return collection.GetMembers("AddWithValue").OfType<IMethodSymbol>().Any(m => m.Parameters.Length == 2) ? Kind.WithValue : Kind.Any;
        }

        return command.IsA(site.Facts[KnownType.IDbCommand]) ? Kind.Any : null;
    }

    private static bool IsSimple(string receiver) => receiver.Length > 0 && receiver.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '@');

    // In a loop, or in a function that may run again, that the command outlives.
    private static bool IsInLoop(StatementSyntax statement, string receiver, SyntaxNode scope)
    {
        for (SyntaxNode? node = statement.Parent; node is not null && node != scope; node = node.Parent)
        {
            if (node is not (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
                or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)) continue;
            return !node.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(d => d.Identifier.Text == receiver);
        }

        return false;
    }

    private bool IsString(SqlParameter parameter) =>
        parameter.Expression is null
        || _site.Semantics.GetTypeInfo(parameter.Expression, _site.CancellationToken).Type?.SpecialType == SpecialType.System_String;

    private string OrNull(SqlParameter parameter)
    {
        if (parameter.Expression is null) return parameter.Value;
        var type = _site.Semantics.GetTypeInfo(parameter.Expression, _site.CancellationToken);
        if (type.Type?.IsValueType == true && type.Type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T) return parameter.Value;
        if (type.Nullability.FlowState == NullableFlowState.NotNull) return parameter.Value;
        var nothing = _site.Binds(_anchor.SpanStart, ParseExpression("DBNull.Value")) ? "DBNull.Value" : "System.DBNull.Value";
        var cast = type.Nullability.FlowState == NullableFlowState.MaybeNull ? "(object?)" : "(object)";
        var value = parameter.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax
            ? parameter.Value
            : "(" + parameter.Value + ")";
        return $"{cast}{value} ?? {nothing}";
    }
}
