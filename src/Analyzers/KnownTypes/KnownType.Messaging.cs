namespace ArchitectAnalyzers.Core;

internal sealed partial class KnownType
{
    internal static readonly KnownType MediatorRequestHandler = new("MediatR.IRequestHandler`2");
    internal static readonly KnownType MediatorCommandHandler = new("MediatR.IRequestHandler`1");
    internal static readonly KnownType MediatorStreamRequestHandler = new("MediatR.IStreamRequestHandler`2");
    internal static readonly KnownType MediatorNotificationHandler = new("MediatR.INotificationHandler`1");
    internal static readonly KnownType MassTransitConsumer = new("MassTransit.IConsumer`1");
    internal static readonly KnownType QuartzJob = new("Quartz.IJob");
}
