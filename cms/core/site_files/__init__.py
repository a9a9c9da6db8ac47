"""What machines read about a site: sitemap, robots.txt, the addresses of a page in other languages."""
