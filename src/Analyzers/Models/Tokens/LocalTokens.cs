namespace ArchitectAnalyzers.Models;

/// <summary>The local tokens and token sources of one function that are declared before a place in it.</summary>
/// <param name="Linked">The one that observes a token of the caller's too, and so takes that token's place.</param>
/// <param name="Other">Any other one, if it is the only one.</param>
/// <param name="IsUnclear">Whether there are several of the latter.</param>
internal readonly record struct LocalTokens(TokenSource? Linked, TokenSource? Other, bool IsUnclear)
{
    /// <summary>Looks through the blocks from an operation up to its function; null for the member itself.</summary>
    internal static LocalTokens Before(IOperation from, IOperation? function, Tokens tokens)
    {
        var search = new Search(tokens);
        var child = from;
        for (var parent = from.Parent; parent is not null && parent != function; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IBlockOperation block: search.LookAtEarlier(block.Operations, child); break;
                case ISwitchCaseOperation section: search.LookAtEarlier(section.Body, child); break;
                case ICatchClauseOperation: search.PassCatch(); break;
                case IUsingOperation @using when @using.Body == child: search.LookAt(@using.Resources); break;
            }
        }

        return search.Result;
    }

    private sealed class Search(Tokens tokens)
    {
        private TokenSource? _linked, _other;
        private int _linkedCount, _otherCount;
        private bool _isPastCatch;

        internal LocalTokens Result =>
            new(_linkedCount == 1 ? _linked : null, _otherCount == 1 ? _other : null, _otherCount > 1);

        // The limit of an attempt is over, or about to be, where its failure is handled.
        internal void PassCatch() => _isPastCatch = true;

        internal void LookAtEarlier(ImmutableArray<IOperation> statements, IOperation until)
        {
            foreach (var statement in statements)
            {
                if (statement == until) return;
                LookAt(statement);
            }
        }

        internal void LookAt(IOperation statement)
        {
            var group = statement as IVariableDeclarationGroupOperation ?? (statement as IUsingDeclarationOperation)?.DeclarationGroup;
            if (group is null) return;
            foreach (var declaration in group.Declarations)
            {
                foreach (var declarator in declaration.Declarators)
                    if (declarator.GetVariableInitializer()?.Value is { } value) LookAt(declarator, value.Unconverted());
            }
        }

        private void LookAt(IVariableDeclaratorOperation declarator, IOperation value)
        {
            var local = declarator.Symbol;
            TokenSource source;
            bool isLinked;
            if (tokens.IsSource(local.Type))
            {
                if (_isPastCatch || value is not (IInvocationOperation or IObjectCreationOperation) || IsCancelledByHand(local, declarator)) return;
                isLinked = IsLink(value.Syntax) && Mentions(value, static (_, _) => true);
                source = TokenSource.Of(local, nameof(CancellationTokenSource.Token));
            }
            else if (tokens.IsPlainToken(local.Type))
            {
                if (tokens.IsNever(value)) return;
                if (value is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var owner } })
                {
                    if (_isPastCatch || IsCancelledByHand(owner, declarator)) return;
                    isLinked = owner.DeclaringSyntaxReferences.Length == 1
                        && owner.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var made } && IsLink(made);

                    // A source and its token are one: the token is the shorter name.
                    if (SymbolEqualityComparer.Default.Equals(_linked?.Root, owner)) _linkedCount--;
                    if (SymbolEqualityComparer.Default.Equals(_other?.Root, owner)) _otherCount--;
                }
                else
                {
                    isLinked = Mentions(value, static (parameter, tokens) => tokens.IsToken(parameter.Type));
                }

                source = TokenSource.Of(local);
            }
            else
            {
                return;
            }

            if (isLinked) (_linked, _linkedCount) = (source, _linkedCount + 1);
            else (_other, _otherCount) = (source, _otherCount + 1);
        }

        private static bool IsLink(SyntaxNode value) =>
            value is InvocationExpressionSyntax call && CallShapes.NameNode(call) is IdentifierNameSyntax { Identifier.ValueText: "CreateLinkedTokenSource" };

        private bool Mentions(IOperation value, Func<IParameterSymbol, Tokens, bool> matches)
        {
            foreach (var part in value.DescendantsAndSelf())
                if (part is IParameterReferenceOperation { Parameter: var parameter } && matches(parameter, tokens)) return true;
            return false;
        }

        // Who cancels a source himself holds it to stop somebody else's work; his own calls must outlast it.
        private static bool IsCancelledByHand(ILocalSymbol source, IOperation declarator)
        {
            var root = declarator;
            while (root.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation)) root = parent;
            foreach (var part in root.Descendants())
            {
                if (part is IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync", Instance: ILocalReferenceOperation reference }
                    && SymbolEqualityComparer.Default.Equals(reference.Local, source) && !IsInLambda(part, root)) return true;
            }

            return false;
        }

        private static bool IsInLambda(IOperation part, IOperation root)
        {
            for (var parent = part.Parent; parent is not null && parent != root; parent = parent.Parent)
                if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
            return false;
        }
    }
}
