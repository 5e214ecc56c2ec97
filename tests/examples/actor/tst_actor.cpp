// SPDX-FileCopyrightText: 2026 The RedGuard authors
// SPDX-License-Identifier: Apache-2.0
#include "actorverify.h"

#include <QtCore/qtemporarydir.h>
#include <QtGui/qimage.h>

using namespace Qt::StringLiterals;

// The actor itself, at a program of each kind that the examples are of.
class tst_Actor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pressesAndReads_data() { programs(); }
    void pressesAndReads();
    void worksByKeyboardAlone_data() { programs(); }
    void worksByKeyboardAlone();
    void refusesWhatCannotBeDone_data() { programs(); }
    void refusesWhatCannotBeDone();
    void findsTheNameless_data() { programs(); }
    void findsTheNameless();
    void takesPicturesLightAndDark_data() { programs(); }
    void takesPicturesLightAndDark();
    void doesNotHangAtAFrozenProgram();
    void saysThatThereIsNoProgram();

private:
    static void programs();
};

void tst_Actor::programs()
{
    QTest::addColumn<QString>("program");
#ifdef WIDGETSFIGURE
    QTest::newRow("widgets") << QStringLiteral(WIDGETSFIGURE);
#endif
#ifdef QUICKFIGURE
    QTest::newRow("quick") << QStringLiteral(QUICKFIGURE);
#endif
}

void tst_Actor::pressesAndReads()
{
    QFETCH(QString, program);
    Actor figure(program);
    ACTOR_VERIFY(figure, figure.start());
    ACTOR_VERIFY(figure, figure.has(u"Greet"_s, u"Button"_s));
    ACTOR_VERIFY(figure, !figure.isEnabled(u"Greet"_s));
    ACTOR_VERIFY(figure, figure.setText(u"Who:"_s, u"Ada"_s));
    ACTOR_VERIFY(figure, figure.setValue(u"Times:"_s, 3));
    QCOMPARE(figure.textOf(u"Who:"_s, u"EditableText"_s), u"Ada"_s);
    ACTOR_VERIFY(figure, figure.press(u"Agree"_s));
    ACTOR_TRY_VERIFY(figure, figure.isChecked(u"Agree"_s));
    ACTOR_VERIFY(figure, figure.isEnabled(u"Greet"_s));
    ACTOR_VERIFY(figure, figure.press(u"Greet"_s));
    ACTOR_TRY_VERIFY(figure, figure.has(u"Hello, Ada, 3"_s));
    ACTOR_VERIFY(figure, figure.shows(u"Ada, 3"_s));
    QVERIFY(figure.close());
    QCOMPARE(figure.output(), QByteArray());
    QCOMPARE(figure.process().exitCode(), 0);
}

void tst_Actor::worksByKeyboardAlone()
{
    QFETCH(QString, program);
    Actor figure(program);
    ACTOR_VERIFY(figure, figure.start());
    const auto tabTo = [&figure](const QString &name) {
        for (int i = 0; i < 4 && figure.focusName() != name; ++i)
            figure.key(u"Tab"_s);
        return figure.focusName() == name;
    };
    ACTOR_VERIFY(figure, tabTo(u"Who:"_s));
    ACTOR_VERIFY(figure, figure.type(u"Zoë"_s));
    QTRY_COMPARE(figure.textOf(u"Who:"_s, u"EditableText"_s), u"Zoë"_s);
    ACTOR_VERIFY(figure, tabTo(u"Agree"_s));
    QCOMPARE(figure.tabOrder(), QStringList({u"Who:"_s, u"Times:"_s, u"Agree"_s}));
    ACTOR_VERIFY(figure, tabTo(u"Agree"_s));
    ACTOR_VERIFY(figure, figure.key(u"Space"_s));
    ACTOR_TRY_VERIFY(figure, figure.isChecked(u"Agree"_s));
    QCOMPARE(figure.tabOrder(), QStringList({u"Greet"_s, u"Who:"_s, u"Times:"_s, u"Agree"_s}));
    ACTOR_VERIFY(figure, figure.key(u"Alt+G"_s));
    ACTOR_TRY_VERIFY(figure, figure.has(u"Hello, Zoë, 0"_s));
}

void tst_Actor::refusesWhatCannotBeDone()
{
    QFETCH(QString, program);
    Actor figure(program);
    ACTOR_VERIFY(figure, figure.start());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nothing to press named"_s));
    QVERIFY(!figure.press(u"Grate"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is disabled"_s));
    QVERIFY(!figure.press(u"Greet"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nothing to set named"_s));
    QVERIFY(!figure.setText(u"Greet"_s, u"x"_s));
    QVERIFY(!figure.has(u"Grate"_s));
    QVERIFY(!figure.has(u"Greet"_s, u"CheckBox"_s));
    QVERIFY(!figure.isChecked(u"Agree"_s));
}

void tst_Actor::findsTheNameless()
{
    QFETCH(QString, program);
    Actor named(program);
    QVERIFY(named.start());
    QCOMPARE(named.unnamed(), QStringList());
    QCOMPARE(named.clipped(), QStringList());
    Actor figure(program, {u"--nameless"_s});
    ACTOR_VERIFY(figure, figure.start());
    QCOMPARE(figure.unnamed().size(), 1);
    ACTOR_VERIFY(figure, figure.tabOrder().contains(u"(Button)"_s));
}

void tst_Actor::takesPicturesLightAndDark()
{
    QFETCH(QString, program);
    Actor figure(program);
    ACTOR_VERIFY(figure, figure.start());
    const QTemporaryDir folder;
    for (const bool dark : {false, true}) {
        ACTOR_VERIFY(figure, figure.setDark(dark));
        for (const QSize size : {QSize(320, 300), QSize(640, 480)}) {
            ACTOR_VERIFY(figure, figure.resize(size));
            const QString path = folder.filePath(u"%1-%2.png"_s.arg(size.width()).arg(dark));
            QImage picture;
            const auto isSo = [&] {
                return figure.grab(path) && picture.load(path) && picture.size() == size
                    && (qGray(picture.pixel(size.width() - 2, size.height() - 2)) < 128) == dark;
            };
            QTRY_VERIFY2(isSo(), qPrintable(path));
            // Something is painted on it.
            QVERIFY(picture.convertToFormat(QImage::Format_Indexed8).colorCount() > 8);
        }
    }
}

void tst_Actor::doesNotHangAtAFrozenProgram()
{
#ifdef WIDGETSFIGURE
    Actor figure(QStringLiteral(WIDGETSFIGURE));
#else
    Actor figure(QStringLiteral(QUICKFIGURE));
#endif
    QVERIFY(figure.start());
    figure.setPatience(std::chrono::milliseconds(500));
    figure.freeze();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"does not answer"_s));
    QVERIFY(!figure.press(u"Agree"_s));
    figure.thaw();
    figure.kill();
    QCOMPARE(figure.process().exitStatus(), QProcess::CrashExit);
}

void tst_Actor::saysThatThereIsNoProgram()
{
    Actor nobody(u"/nonexistent/program"_s);
    QVERIFY(!nobody.start());
    QVERIFY(nobody.problem().contains(u"did not come up"_s));
    QVERIFY(!nobody.has(u"Greet"_s));
}

QTEST_GUILESS_MAIN(tst_Actor)

#include "tst_actor.moc"
