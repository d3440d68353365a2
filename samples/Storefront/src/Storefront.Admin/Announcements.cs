using System.Collections.Concurrent;

namespace Storefront.Admin;

public record Announcement(string Title, string Text);

public class Announcements
{
    private readonly ConcurrentQueue<Announcement> _all = new([new Announcement("Spring sale", "Ten percent with SPRING10.")]);

    public IEnumerable<Announcement> All => _all;

    public void Add(Announcement announcement) => _all.Enqueue(announcement);
}
