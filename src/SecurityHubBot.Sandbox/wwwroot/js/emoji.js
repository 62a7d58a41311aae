// The short names people and the bot usually write. An unknown name stays as it was typed.

const TABLE = `
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|warning ⚠️|no_entry ⛔|no_entry_sign 🚫
rotating_light 🚨|red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵
large_purple_circle 🟣|large_brown_circle 🟤|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨
large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|small_red_triangle 🔺|small_red_triangle_down 🔻
hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|clock1 🕐|clock9 🕘|calendar 📆|date 📅|spiral_calendar_pad 🗓️
bell 🔔|no_bell 🔕|mute 🔇|loudspeaker 📢|mega 📣|speech_balloon 💬|thought_balloon 💭|incoming_envelope 📨|email 📧|envelope ✉️
ticket 🎫|label 🏷️|bookmark 🔖|pushpin 📌|paperclip 📎|link 🔗|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄|scroll 📜|books 📚
mag 🔍|mag_right 🔎|lock 🔒|unlock 🔓|closed_lock_with_key 🔐|key 🔑|shield 🛡️|fire 🔥|boom 💥|zap ⚡|rocket 🚀|construction 🚧|wrench 🔧|hammer_and_wrench 🛠️|gear ⚙️
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️
arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️|bulb 💡|information_source ℹ️|question ❓|exclamation ❗|bangbang ‼️|robot_face 🤖|eyes 👀
bust_in_silhouette 👤|busts_in_silhouette 👥|raised_hand ✋|hand 🤚|wave 👋|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|clap 👏|pray 🙏|muscle 💪|ok_hand 👌|point_right 👉|point_up ☝️
tada 🎉|sparkles ✨|star ⭐|trophy 🏆|medal 🏅|heart ❤️|broken_heart 💔|100 💯|smile 😄|slightly_smiling_face 🙂|sweat_smile 😅|joy 😂|thinking_face 🤔|sob 😭|scream 😱|bow 🙇
cloud ☁️|sunny ☀️|umbrella ☔|snowflake ❄️|globe_with_meridians 🌐|earth_asia 🌏|jp 🇯🇵|office 🏢|computer 💻|floppy_disk 💾|package 📦|file_folder 📁|wastebasket 🗑️|recycle ♻️|new 🆕|ok 🆗|sos 🆘|zzz 💤|beginner 🔰
`;

export const EMOJI = new Map(TABLE.trim().split(/[|\n]/).map((pair) => pair.trim().split(' ')));

export function emojiNames(start) {
  return [...EMOJI.keys()].filter((name) => name.startsWith(start));
}
