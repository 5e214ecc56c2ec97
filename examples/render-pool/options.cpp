// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include "console/optionreader.h"

#include <QtGui/qimagewriter.h>

#include <QtCore/qfileinfo.h>

namespace render {

using namespace Qt::StringLiterals;
using console::OptionReader;

namespace {

constexpr int MostWorkers = 1000;
constexpr int MostTiles = 10'000;
constexpr int LongestSide = 16'384;
constexpr int MostSamples = 64;

QSize sizeFrom(const OptionReader &reader)
{
    const QStringList sides = reader.text(u"size"_s).split(u'x');
    const QSize size(sides.value(0).toInt(), sides.value(1).toInt());
    if (sides.size() != 2 || size.isEmpty() || size.width() > LongestSide || size.height() > LongestSide)
        reader.refuse(u"size"_s,
                      Options::tr("a width and a height of up to %1, as 640x400").arg(LongestSide));
    return size;
}

QString outputFrom(const OptionReader &reader)
{
    const QString path = reader.text(u"output"_s);
    if (!QImageWriter::supportedImageFormats().contains(QFileInfo(path).suffix().toLower().toLatin1()))
        reader.refuse(u"output"_s, Options::tr("the name of a picture, such as set.png or set.ppm"));
    return path;
}

} // namespace

Options Options::fromCommandLine()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(tr(
        "Renders a picture in tiles, with renderers that are expensive to make and kept for reuse. Start it\n"
        "several times, here or on other machines: no more tiles are rendered at once than --workers says.\n"
        "Exit code: 0 the picture is written, 1 it cannot be, 64 wrong usage, 69 no server, 130 "
        "interrupted."));
    const QString number = tr("N");
    parser.addOptions({
        {u"url"_s, tr("The server (default local:, a private one that is started when needed)."), tr("URL"),
         u"local:"_s},
        {u"namespace"_s, tr("Where its name belongs to (default examples)."), tr("NAME"), u"examples"_s},
        {u"name"_s, tr("The name of the pool (default renderers)."), tr("NAME"), u"renderers"_s},
        {u"workers"_s, tr("Tiles that are rendered at once, by all programs together (default 2)."), number,
         u"2"_s},
        {u"tiles"_s, tr("Parts of the picture (default 24)."), number, u"24"_s},
        {u"size"_s, tr("The size of the picture (default 640x400)."), tr("WIDTHxHEIGHT"), u"640x400"_s},
        {u"samples"_s, tr("Samples of a pixel each way; more take longer (default 8)."), number, u"8"_s},
        {u"ttl"_s,
         tr("So long the permits of a program that has died are kept from the others (default 5s)."),
         tr("DURATION"), u"5s"_s},
        {u"output"_s, tr("Where to write the picture (default render-pool.png)."), tr("FILE"),
         u"render-pool.png"_s},
        {u"plain"_s, tr("Print a line for every event, as where there is no terminal.")},
    });
    const OptionReader reader(parser);

    Options options;
    options.url = reader.text(u"url"_s);
    options.nameSpace = reader.text(u"namespace"_s);
    options.name = reader.text(u"name"_s);
    options.workers = reader.count(u"workers"_s, 1, MostWorkers);
    options.size = sizeFrom(reader);
    options.tiles = reader.count(u"tiles"_s, 1, MostTiles);
    options.samples = reader.count(u"samples"_s, 1, MostSamples);
    options.ttl = reader.duration(u"ttl"_s);
    options.output = outputFrom(reader);
    options.plain = reader.isSet(u"plain"_s);
    return options;
}

} // namespace render
